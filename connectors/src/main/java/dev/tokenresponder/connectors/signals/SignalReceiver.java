package dev.tokenresponder.connectors.signals;

import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.signals.SignalReceipt.Accepted;
import dev.tokenresponder.connectors.signals.SignalReceipt.Ignored;
import dev.tokenresponder.connectors.signals.SignalReceipt.Refused;
import dev.tokenresponder.connectors.signals.SignalReceipt.Repeated;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes security event tokens that others push (RFC 8935) and makes a record of each. What a record
 * leads to is for rules and policy to say, as for any other.
 */
public final class SignalReceiver {
  private final SetVerifier verifier;
  private final ReplayGuard guard;
  private final Clock clock;

  SignalReceiver(List<TrustedTransmitter> transmitters, ReplayGuard guard, Clock clock) {
    this.verifier = new SetVerifier(transmitters);
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * Takes one token.
   *
   * @param set the body of the push, untrusted
   * @param sink where the record goes; it must have kept it when it returns, for the token will not
   *     come again. When it throws, the token may come again.
   * @throws dev.tokenresponder.action.ActionException as retryable when that cannot be told now: to
   *     be answered with 503
   */
  public SignalReceipt receive(String set, Consumer<String> sink) {
    SetVerifier.Verified verified;
    try {
      verified = verifier.verify(set, clock.instant());
    } catch (SignalException e) {
      SetError error = e.error();
      return error == null ? new Ignored(e.reason()) : new Refused(error, e.reason());
    }
    SecurityEventToken token = verified.token();
    String key = token.issuer() + "#" + token.id();
    String record = SignalRecord.of(token);
    if (!guard.once(key, verified.last(), () -> sink.accept(record))) {
      return new Repeated();
    }
    return new Accepted(record);
  }
}
