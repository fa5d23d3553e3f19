package dev.tokenresponder.connectors.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SECRET = Pattern.compile("[!-~]{32,256}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final SecretKeySpec key;

  /**
   * @param secret 32 to 256 printable characters of ASCII without blanks, used as they are
   * @throws IllegalArgumentException when it is anything else, so that both sides surely mean the
   *     same bytes; does not show it
   */
  public WebhookSignature(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      throw new IllegalArgumentException(
          "a webhook's secret has 32 to 256 printable characters without blanks");
    }
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM);
  }

  /** The signature of a body sent at a time. */
  public String of(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) '.');
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
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
    boolean ours =
        MessageDigest.isEqual(
            of(timestamp, body).getBytes(StandardCharsets.UTF_8),
            signature.getBytes(StandardCharsets.UTF_8));
    if (!ours || !SECONDS.matcher(timestamp).matches()) {
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
