package dev.tokenresponder.connectors.entra;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * A key and its certificate, made for one run of the tests with the keytool of the JDK.
 *
 * @param certificate PEM
 * @param privateKey PEM
 * @param thumbprint SHA-256 of the certificate, in base64url
 */
record SampleKey(String certificate, String privateKey, RSAPublicKey publicKey, String thumbprint) {
  static final SampleKey ONE = make();

  private static SampleKey make() {
    try {
      Path directory = Files.createTempDirectory("entra");
      Path file = directory.resolve("key.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "key",
                  "-keyalg",
                  "RSA",
                  "-keysize",
                  "2048",
                  "-dname",
                  "CN=responder.example.com",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  file.toString(),
                  "-storepass",
                  "sample-keystore")
              .redirectErrorStream(true)
              .start();
      String output = new String(keytool.getInputStream().readAllBytes());
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, "sample-keystore".toCharArray());
      }
      Files.delete(file);
      Files.delete(directory);
      return of(keys);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static SampleKey of(KeyStore keys) throws GeneralSecurityException {
    Certificate certificate = keys.getCertificate("key");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    return new SampleKey(
        pem("CERTIFICATE", certificate.getEncoded()),
        pem("PRIVATE KEY", keys.getKey("key", "sample-keystore".toCharArray()).getEncoded()),
        (RSAPublicKey) certificate.getPublicKey(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
