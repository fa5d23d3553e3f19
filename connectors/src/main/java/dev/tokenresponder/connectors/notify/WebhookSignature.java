package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The signature on what {@link SignedWebhookNotifier} posts: {@code v1=} and in small hexadecimal
 * letters the HMAC-SHA256 (RFC 2104), under the shared secret, of the timestamp, a full stop and
 * the body as it was sent. Signs, and verifies as a receiver must.
 */
public final class WebhookSignature {
  /** The header with the seconds since 1970. */
  public static final String TIMESTAMP = "X-Token-Responder-Timestamp";

  /** The header with the signature. */
  public static final String SIGNATURE = "X-Token-Responder-Signature";

  private static final int SHORTEST = 32;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final Hmac hmac;

  /**
   * @param secret 32 to 256 printable characters of ASCII without blanks, used as they are
   * @throws IllegalArgumentException when it is anything else, so that both sides surely mean the
   *     same bytes; does not show it
   */
  public WebhookSignature(String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "a webhook's secret has 32 to 256 printable characters without blanks");
    }
    this.hmac = new Hmac(secret);
  }

  /** The signature of a body sent at a time. */
  public String of(String timestamp, byte[] body) {
    return "v1=" + hmac.of((timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
  }

  /**
   * Whether a request is ours and of now.
   *
   * @param timestamp the header as it came, untrusted
   * @param signature the header as it came, untrusted
   * @param tolerance how far the clocks may differ; five minutes will do
   */
  public boolean verifies(
      String timestamp, String signature, byte[] body, Instant now, Duration tolerance) {
    if (!Hmac.same(of(timestamp, body), signature) || !SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, now).abs().compareTo(tolerance) <= 0;
  }

  @Override
  public String toString() {
    return "WebhookSignature";
  }
}
