package dev.tokenresponder.connectors.github;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RSA private keys in PEM (RFC 7468), as PKCS#8 (RFC 5958) or, as GitHub hands them out, PKCS#1
 * (RFC 8017, appendix A.1.2). Messages name the file and nothing of what is in it.
 */
final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");
  private static final int LEAST_BITS = 2_048;
  private static final long MOST_BYTES = 32 * 1024;

  /** Version 0, and the algorithm rsaEncryption with NULL, as every such key begins in PKCS#8. */
  private static final byte[] RSA = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private PrivateKeys() {}

  /**
   * Reads one key.
   *
   * @throws IllegalArgumentException when the file holds none
   */
  static PrivateKey read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException(file + " is too large to be a private key");
      }
      Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (!pem.find()) {
        throw new IllegalArgumentException(file + " holds no RSA private key in PEM");
      }
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
      PKCS8EncodedKeySpec key =
          new PKCS8EncodedKeySpec(pem.group(1) == null ? bytes : wrapped(bytes));
      return longEnough(file, KeyFactory.getInstance("RSA").generatePrivate(key));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getClass().getSimpleName());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " holds no RSA private key that can be used");
    }
  }

  /** RS256 wants 2048 bits (RFC 7518, section 3.3). */
  private static PrivateKey longEnough(Path file, PrivateKey key) {
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= LEAST_BITS) {
      return key;
    }
    throw new IllegalArgumentException(file + " holds a key shorter than " + LEAST_BITS + " bits");
  }

  private static byte[] wrapped(byte[] key) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA);
    inner.writeBytes(element(OCTETS, key));
    return element(SEQUENCE, inner.toByteArray());
  }

  /** Tag, length, content (ITU-T X.690, section 8.1). */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
