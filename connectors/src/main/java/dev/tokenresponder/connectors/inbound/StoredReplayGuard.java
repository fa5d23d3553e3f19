package dev.tokenresponder.connectors.inbound;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.IncidentStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Remembers in the incidents' store, under the same claims as actions, and for as long as it keeps
 * them. A process that dies at work leaves a claim that lapses after two minutes: what it was at
 * may then come twice, which does no harm, for its records have the same ids.
 */
public final class StoredReplayGuard implements ReplayGuard {
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final IncidentStore store;
  private final Clock clock;

  /** Remembers in {@code store}. */
  public StoredReplayGuard(IncidentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public boolean once(String key, Instant until, Runnable work) {
    String hash = hash(key);
    ActionKey action = new ActionKey("received-" + hash, "receive", hash);
    Claim claim = store.claim(action, clock.instant(), LEASE);
    if (claim instanceof Claim.Done) {
      return false;
    }
    if (!(claim instanceof Claim.Granted granted)) {
      throw ActionException.retryable("the same is being received by another worker", null);
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      store.release(action, granted.token());
      throw e;
    }
    store.complete(
        granted.token(),
        new ActionOutcome(action, Status.DONE, "received", Undo.NOTHING, clock.instant()));
    return true;
  }

  private static String hash(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
