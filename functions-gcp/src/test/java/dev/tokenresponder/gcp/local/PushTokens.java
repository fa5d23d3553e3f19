package dev.tokenresponder.gcp.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Tokens as Pub/Sub sends them with a push (Pub/Sub, "Authentication for push subscriptions", "JWT
 * format"), signed with a key made here, and tokens that are wrong in one way each.
 */
public final class PushTokens {
  private final RSAKey key = key();
  private final RSAKey another = key();
  private final String audience;
  private final String email;

  /** Tokens for pushes to {@code audience} by the service account {@code email}. */
  public PushTokens(String audience, String email) {
    this.audience = audience;
    this.email = email;
  }

  /** The public keys, as Google publishes its own. */
  public JWKSet keys() {
    return new JWKSet(key.toPublicJWK());
  }

  /** A token that is as it should be. */
  public String valid() {
    return signed(key, claims().build());
  }

  /** Tokens that prove nothing, by what is wrong with them. */
  public Map<String, String> broken() {
    Date now = new Date();
    Date past = Date.from(Instant.now().minusSeconds(600));
    Map<String, String> broken = new LinkedHashMap<>();
    broken.put("expired", signed(key, claims().expirationTime(past).build()));
    broken.put("never expires", signed(key, claims().expirationTime(null).build()));
    broken.put("not yet valid", signed(key, claims().notBeforeTime(inAnHour()).build()));
    broken.put("wrong audience", signed(key, claims().audience("https://x.example.com").build()));
    broken.put("no audience", signed(key, claims().audience((String) null).build()));
    broken.put("wrong account", signed(key, claims().claim("email", "m@example.net").build()));
    broken.put("no account", signed(key, claims().claim("email", null).build()));
    broken.put("unverified", signed(key, claims().claim("email_verified", false).build()));
    broken.put("wrong issuer", signed(key, claims().issuer("https://example.net").build()));
    broken.put("no issuer", signed(key, claims().issuer(null).build()));
    broken.put("unsigned", new PlainJWT(claims().issueTime(now).build()).serialize());
    broken.put("signed by another", signed(another, claims().build()));
    broken.put(
        "signed by another under the same name",
        signed(new RSAKey.Builder(another).keyID(key.getKeyID()).build(), claims().build()));
    broken.put("signed with the public key as a secret", symmetric());
    String valid = valid();
    broken.put("signature removed", valid.substring(0, valid.lastIndexOf('.') + 1));
    broken.put(
        "signature replaced", valid.substring(0, valid.lastIndexOf('.') + 1) + "SIGNATURE_REMOVED");
    broken.put("no token", "x");
    broken.put("nothing", "");
    return broken;
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://accounts.google.com")
        .audience(audience)
        .subject("113774264463038321964")
        .claim("azp", "113774264463038321964")
        .claim("email", email)
        .claim("email_verified", true)
        .issueTime(new Date())
        .expirationTime(inAnHour());
  }

  private static Date inAnHour() {
    return Date.from(Instant.now().plusSeconds(3_600));
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String symmetric() {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
              claims().build());
      token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2_048)
          .secureRandom(new SecureRandom())
          .keyID(UUID.randomUUID().toString())
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
