package dev.tokenresponder.connectors.signals;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pushes signals to one receiver (RFC 8935, section 2). Only 202 is an acknowledgement, whatever
 * its body. An error of the receiver's ({@code err}) is permanent, for the same token would be
 * refused again; 429, 5xx and no answer are retryable. Of what the receiver writes, only the
 * error's code is shown.
 */
public final class SignalTransmitter {
  private static final int ACKNOWLEDGED = 202;
  private static final int REFUSED = 400;
  private static final String MEDIA_TYPE = "application/secevent+jwt";

  private final ApiClient client;
  private final String path;
  private final SignalKey key;
  private final String issuer;
  private final String audience;
  private final Clock clock;

  SignalTransmitter(
      ApiClient client, String path, SignalKey key, String issuer, String audience, Clock clock) {
    this.client = client;
    this.path = path;
    this.key = key;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  /**
   * Tells the receiver. The same signal has the same {@code jti} however often it is sent, so that
   * a receiver takes it once.
   *
   * @param transaction what all signals of one cause share: the incident
   * @return the token's {@code jti}
   * @throws ActionException when the receiver did not acknowledge it
   */
  public String send(SubjectIdentifier subject, SignalEvent event, String transaction) {
    String id = id(subject, event, transaction);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    push(
        key.sign(
            new SecurityEventToken(
                issuer, List.of(audience), id, now, transaction, subject, event)));
    return id;
  }

  /** The public keys, for the receiver: to be published at the issuer's {@code jwks_uri}. */
  public String publicKeys() {
    return key.publicKeys();
  }

  @Override
  public String toString() {
    return "SignalTransmitter[" + issuer + "]";
  }

  private void push(String set) {
    ApiResponse response =
        client.call(
            new ApiRequest(
                    "send a security event",
                    "POST",
                    path,
                    set,
                    MEDIA_TYPE,
                    Map.of(),
                    Set.of(REFUSED))
                .answeredByAnyText());
    if (response.status() == REFUSED) {
      throw ActionException.permanent(
          "the receiver refused the security event: "
              + SetError.of(response.body().path("err").asText())
                  .map(error -> error.code() + ", " + error.meaning())
                  .orElse("HTTP " + REFUSED));
    }
    if (response.status() != ACKNOWLEDGED) {
      throw ActionException.permanent(
          "the receiver did not acknowledge the security event: HTTP "
              + response.status()
              + " is not 202; check its address");
    }
  }

  private String id(SubjectIdentifier subject, SignalEvent event, String transaction) {
    String whole =
        String.join(
            "\n",
            issuer,
            audience,
            event.type(),
            event.json().toString(),
            subject.json().toString(),
            transaction);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
