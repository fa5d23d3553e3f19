package dev.tokenresponder.connectors.inbound;

import dev.tokenresponder.respond.Hmac;
import java.util.Arrays;
import java.util.List;

/** The secrets that a sender may prove itself with: one, or while they change two. */
public final class SharedSecrets {
  private static final int MOST = 2;

  private final List<String> secrets;
  private final List<Hmac> keys;

  /**
   * @param secrets with a blank between
   * @throws IllegalArgumentException when there are none, more than two, or one that is not as
   *     {@link Hmac#Hmac} demands; does not show any
   */
  public SharedSecrets(String secrets) {
    this.secrets = Arrays.stream(secrets.strip().split(" +")).toList();
    if (this.secrets.size() > MOST) {
      throw new IllegalArgumentException("at most two secrets hold at the same time");
    }
    this.keys = this.secrets.stream().map(Hmac::new).toList();
  }

  /**
   * Whether one of them was signed with.
   *
   * @param prefix what stands before the code in {@code signature}
   * @param signature untrusted
   * @param parts what was signed
   */
  public boolean signed(String prefix, String signature, byte[]... parts) {
    boolean signed = false;
    for (Hmac key : keys) {
      signed |= Hmac.same(prefix + key.of(parts), signature);
    }
    return signed;
  }

  /**
   * Whether this is one of them.
   *
   * @param text untrusted
   */
  public boolean contain(String text) {
    boolean contained = false;
    for (String secret : secrets) {
      contained |= Hmac.same(secret, text);
    }
    return contained;
  }

  @Override
  public String toString() {
    return "SharedSecrets";
  }
}
