package dev.tokenresponder.connectors.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** The key by which a service app proves itself (RFC 7523; OpenID Connect: private_key_jwt). */
final class OktaKey {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final String client;
  private final RSAKey key;

  private OktaKey(String client, RSAKey key) {
    this.client = client;
    this.key = key;
  }

  /**
   * @param jwk a private RSA key, as Okta's console gives it in JSON
   * @throws IllegalArgumentException when it is something else; the message does not repeat it
   */
  static OktaKey of(String client, String jwk) {
    RSAKey key;
    try {
      key = RSAKey.parse(jwk);
    } catch (ParseException | IllegalArgumentException e) {
      throw unusable();
    }
    if (!key.isPrivate()) {
      throw unusable();
    }
    return new OktaKey(client, key);
  }

  private static IllegalArgumentException unusable() {
    return new IllegalArgumentException("the private key for Okta must be an RSA key as JWK");
  }

  /** A proof, good for five minutes at one audience. */
  String assertion(String audience, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      jwt.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw unusable();
    }
    return jwt.serialize();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OktaKey[" + client + "]";
  }
}
