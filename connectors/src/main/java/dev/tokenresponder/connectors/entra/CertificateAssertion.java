package dev.tokenresponder.connectors.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenresponder.action.ActionException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * An assertion signed with the key of a certificate that the application in Entra knows (Microsoft
 * Entra, "Microsoft identity platform application authentication certificate credentials"): PS256,
 * header {@code x5t#S256}, valid for five minutes, for one token endpoint.
 */
final class CertificateAssertion implements ClientAssertion {
  private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.PS256;

  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final EntraTenant tenant;
  private final Base64URL thumbprint;
  private final JWSSigner signer;
  private final Clock clock;

  /**
   * Signs with a key.
   *
   * @param thumbprint SHA-256 of the certificate's DER
   * @throws IllegalArgumentException when the key has less than 2048 bits
   */
  CertificateAssertion(EntraTenant tenant, Base64URL thumbprint, PrivateKey key, Clock clock) {
    this.tenant = tenant;
    this.thumbprint = thumbprint;
    this.signer = new RSASSASigner(key);
    this.clock = clock;
  }

  @Override
  public String value() {
    Instant now = clock.instant();
    JWSHeader header =
        new JWSHeader.Builder(ALGORITHM)
            .type(JOSEObjectType.JWT)
            .x509CertSHA256Thumbprint(thumbprint)
            .build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(EntraToken.AUDIENCE + tenant.tokenPath())
            .issuer(tenant.clientId())
            .subject(tenant.clientId())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .build();
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw ActionException.permanent("the key for Entra does not sign: check the key");
    }
  }

  @Override
  public String toString() {
    return "CertificateAssertion[" + thumbprint + "]";
  }
}
