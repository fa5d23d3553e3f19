package dev.tokenresponder.connectors.signals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;

/** The key that signals are signed with, as RS256 or ES256. Is never shown. */
public final class SignalKey {
  private static final int LEAST_BITS = 2_048;

  private final JWK key;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;

  private SignalKey(JWK key, JWSAlgorithm algorithm, JWSSigner signer) {
    this.key = key;
    this.algorithm = algorithm;
    this.signer = signer;
  }

  /**
   * Reads a private JSON Web Key (RFC 7517) with a {@code kid}: RSA of 2048 bits or more, or EC on
   * P-256.
   *
   * @throws IllegalArgumentException when it is anything else; shows nothing of it
   */
  public static SignalKey of(String jwk) {
    try {
      JWK key = JWK.parse(jwk);
      if (key.getKeyID() != null && key.isPrivate()) {
        if (key instanceof RSAKey rsa && rsa.size() >= LEAST_BITS) {
          return new SignalKey(key, JWSAlgorithm.RS256, new RSASSASigner(rsa));
        }
        if (key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
          return new SignalKey(key, JWSAlgorithm.ES256, new ECDSASigner(ec));
        }
      }
    } catch (ParseException | JOSEException | RuntimeException e) {
      // what they say may show the key
    }
    throw new IllegalArgumentException(
        "the key for signals must be a private JSON Web Key with a kid: RSA of 2048 bits or more,"
            + " or EC on P-256");
  }

  /** The token, signed, in compact form. */
  public String sign(SecurityEventToken token) {
    JWSHeader header =
        new JWSHeader.Builder(algorithm)
            .type(new JOSEObjectType(SecurityEventToken.TYPE))
            .keyID(key.getKeyID())
            .build();
    JWSObject signed = new JWSObject(header, new Payload(token.json().toString()));
    try {
      signed.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the key for signals cannot sign");
    }
    return signed.serialize();
  }

  /** The public part as a JSON Web Key Set, to be published at the issuer's {@code jwks_uri}. */
  public String publicKeys() {
    return new JWKSet(key).toString(true);
  }

  @Override
  public String toString() {
    return "SignalKey[" + algorithm + "]";
  }
}
