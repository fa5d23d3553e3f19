package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Set;

/** Real tokens and keys of a sample transmitter. */
final class Sets {
  static final String ISSUER = "https://idp.example.com/123456789/";
  static final String AUDIENCE = "https://sp.example.com/caep";
  static final Instant NOW = Instant.parse("2026-11-24T09:12:41Z");
  static final RSAKey RSA = rsa("rsa-1", 2_048);
  static final ECKey EC = ec("ec-1", Curve.P_256);
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Sets() {}

  static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec(String id, Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The example of CAEP 1.0, "Session Revoked - Required claims + Simple Subject", of now. */
  static ObjectNode sessionRevoked() {
    return claims(
        """
        {"iss": "https://idp.example.com/123456789/",
         "jti": "24c63fb56e5a2d77a6b512616ca9fa24",
         "iat": %d,
         "aud": "https://sp.example.com/caep",
         "txn": "8675309",
         "sub_id": {"format": "opaque", "id": "dMTlD|1600802906337.16|16008.16"},
         "events": {
           "https://schemas.openid.net/secevent/caep/event-type/session-revoked": {
             "event_timestamp": %d}}}
        """
            .formatted(NOW.getEpochSecond(), NOW.getEpochSecond() - 168));
  }

  /** The example of RISC 1.0, "Compromised credential found", of now and for us. */
  static ObjectNode credentialCompromise() {
    return claims(
        """
        {"iss": "https://idp.example.com/123456789/",
         "jti": "756E69717565206964656E746966696572",
         "iat": %d,
         "aud": "https://sp.example.com/caep",
         "sub_id": {
           "format": "iss_sub",
           "iss": "https://idp.example.com/123456789/",
           "sub": "joe.smith@example.com"},
         "events": {
           "https://schemas.openid.net/secevent/risc/event-type/credential-compromise": {
             "credential_type": "password"}}}
        """
            .formatted(NOW.getEpochSecond()));
  }

  static ObjectNode claims(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The only event of a token. */
  static ObjectNode event(ObjectNode claims) {
    return (ObjectNode) claims.get("events").elements().next();
  }

  static String signed(ObjectNode claims) {
    return signed(claims, RSA);
  }

  static String signed(ObjectNode claims, JWK key) {
    return signed(claims.toString(), header(key).build(), key);
  }

  static JWSHeader.Builder header(JWK key) {
    JWSAlgorithm algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    return new JWSHeader.Builder(algorithm)
        .type(new JOSEObjectType("secevent+jwt"))
        .keyID(key.getKeyID());
  }

  static String signed(String payload, JWSHeader header, JWK key) {
    try {
      JWSSigner signer =
          key instanceof RSAKey rsa
              ? new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
              : new ECDSASigner((ECKey) key);
      JWSObject object = new JWSObject(header, new Payload(payload));
      object.sign(signer);
      return object.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An exception with all that a log would show of it. */
  static String trace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
