package dev.tokenresponder.connectors.github;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenresponder.action.ActionException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/**
 * Speaks as the GitHub App itself (GitHub Docs, "Generating a JSON Web Token (JWT) for a GitHub
 * App": RS256, {@code iat} a minute back for clocks that differ, {@code exp} at most ten minutes
 * ahead, {@code iss} the client id).
 */
final class AppIdentity {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final String issuer;
  private final RSASSASigner signer;

  /**
   * @param issuer the App's client id, or its number
   */
  AppIdentity(String issuer, PrivateKey key) {
    this.issuer = issuer;
    this.signer = new RSASSASigner(key);
  }

  String token(Instant now) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .issueTime(Date.from(now.minus(SKEW)))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw ActionException.permanent("cannot sign as the GitHub App: check its private key");
    }
    return token.serialize();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "AppIdentity[" + issuer + "]";
  }
}
