package dev.tokenresponder.connectors.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A key made for tests, in both forms. */
final class AppKeys {
  static final KeyPair PAIR = generate(2_048);

  /** The bytes of PKCS#8 before the key itself, for keys of 2048 bits. */
  private static final int PKCS8_PREFIX = 26;

  private AppKeys() {}

  static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path pkcs8(Path directory) {
    return write(directory, "PRIVATE KEY", PAIR.getPrivate().getEncoded());
  }

  static Path pkcs1(Path directory) {
    byte[] all = PAIR.getPrivate().getEncoded();
    return write(directory, "RSA PRIVATE KEY", Arrays.copyOfRange(all, PKCS8_PREFIX, all.length));
  }

  static Path write(Path directory, String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      return Files.writeString(
          directory.resolve("app.pem"),
          "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
