package dev.tokenresponder.respond;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) under one secret, in small hexadecimal letters. */
public final class Hmac {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SECRET = Pattern.compile("[!-~]{16,256}");

  private final SecretKeySpec key;

  /**
   * @param secret 16 to 256 printable characters of ASCII without blanks, used as they are
   * @throws IllegalArgumentException when it is anything else, so that both sides surely mean the
   *     same bytes; does not show it
   */
  public Hmac(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      throw new IllegalArgumentException(
          "a secret to sign with has 16 to 256 printable characters without blanks");
    }
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM);
  }

  /** The code over the parts, one after the other with nothing between. */
  public String of(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Whether two texts are the same, in a time that does not tell how much of them is. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Hmac";
  }
}
