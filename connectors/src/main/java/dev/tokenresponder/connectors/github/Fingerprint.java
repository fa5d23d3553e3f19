package dev.tokenresponder.connectors.github;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** The fingerprint of an SSH public key, as OpenSSH shows it (ssh-keygen(1), {@code -l}). */
final class Fingerprint {

  private Fingerprint() {}

  /**
   * {@code SHA256:…}; empty for what is no public key.
   *
   * @param key type, blob and perhaps a comment, as in an authorized_keys file
   */
  static Optional<String> of(String key) {
    String[] parts = key.strip().split("\\s+");
    if (parts.length < 2) {
      return Optional.empty();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(parts[1]));
      return Optional.of("SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
