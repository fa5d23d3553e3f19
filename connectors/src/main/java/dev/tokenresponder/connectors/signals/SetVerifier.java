package dev.tokenresponder.connectors.signals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tokenresponder.action.ActionException;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Says whether a token may be believed: what RFC 8417, sections 2 to 5, and OpenID Shared Signals
 * Framework 1.0, "Security Event Token Profile", demand. Nothing of it is believed before its
 * signature holds; the issuer's name only chooses which keys to check that with.
 */
final class SetVerifier {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final JOSEObjectType TYPE = new JOSEObjectType(SecurityEventToken.TYPE);
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int LONGEST = 64 * 1024;
  private static final int LEAST_BITS = 2_048;

  private final List<TrustedTransmitter> transmitters;

  SetVerifier(List<TrustedTransmitter> transmitters) {
    this.transmitters = List.copyOf(transmitters);
  }

  /**
   * A token that may be believed.
   *
   * @param last the last moment at which it is not yet too old
   */
  record Verified(SecurityEventToken token, Instant last) {}

  /**
   * Checks.
   *
   * @param set untrusted
   * @throws SignalException when it may not be believed, or tells what is not read
   * @throws ActionException as retryable when the keys cannot be had
   */
  Verified verify(String set, Instant now) {
    JWSObject signed = parse(set);
    Claims claims = Claims.parse(signed.getPayload().toBytes());
    TrustedTransmitter from = transmitter(claims);
    requireSignature(signed, from);
    requireAudience(claims, from);
    requireTime(claims, from, now);
    SecurityEventToken token = SecurityEventToken.of(claims);
    requireSubject(token.subject(), from);
    Instant at = token.event().at();
    if (at != null && at.isAfter(now.plus(SKEW))) {
      throw SignalException.malformed("event_timestamp is in the future");
    }
    return new Verified(token, token.issuedAt().plus(from.oldest()).plus(SKEW));
  }

  private static JWSObject parse(String set) {
    if (set.length() > LONGEST) {
      throw SignalException.malformed("the token is longer than " + LONGEST + " characters");
    }
    JWSObject signed;
    try {
      signed = JWSObject.parse(set);
    } catch (ParseException | RuntimeException e) {
      throw SignalException.malformed("the body is not a signed token in compact form");
    }
    if (!TYPE.equals(signed.getHeader().getType())) {
      throw SignalException.malformed("the token's typ is not " + SecurityEventToken.TYPE);
    }
    if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
      throw SignalException.refused(
          SetError.INVALID_KEY, "tokens must be signed with RS256 or ES256");
    }
    return signed;
  }

  private TrustedTransmitter transmitter(Claims claims) {
    String issuer = claims.required("iss", SecurityEventToken.ISSUER, "iss");
    return transmitters.stream()
        .filter(transmitter -> transmitter.issuer().equals(issuer))
        .findFirst()
        .orElseThrow(
            () ->
                SignalException.refused(
                    SetError.INVALID_ISSUER, "no signals are taken from this issuer"));
  }

  private static void requireSignature(JWSObject signed, TrustedTransmitter from) {
    JWSHeader header = signed.getHeader();
    List<Key> keys;
    try {
      keys =
          new JWSVerificationKeySelector<SecurityContext>(ALGORITHMS, from.keys())
              .selectJWSKeys(header, null);
    } catch (KeySourceException e) {
      throw ActionException.retryable("the transmitter's keys cannot be had now", null);
    }
    if (keys.isEmpty()) {
      throw SignalException.refused(SetError.INVALID_KEY, "the issuer has no such key");
    }
    if (keys.stream().noneMatch(key -> verifies(signed, key))) {
      throw SignalException.refused(SetError.AUTHENTICATION_FAILED, "the signature does not hold");
    }
  }

  private static boolean verifies(JWSObject signed, Key key) {
    try {
      if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_BITS) {
        return verifies(signed, new RSASSAVerifier(rsa));
      }
      return key instanceof ECPublicKey ec && verifies(signed, new ECDSAVerifier(ec));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static boolean verifies(JWSObject signed, JWSVerifier verifier) throws JOSEException {
    return signed.verify(verifier);
  }

  private static void requireAudience(Claims claims, TrustedTransmitter from) {
    if (!SecurityEventToken.audience(claims).contains(from.audience())) {
      throw SignalException.refused(SetError.INVALID_AUDIENCE, "the token is for somebody else");
    }
  }

  private static void requireTime(Claims claims, TrustedTransmitter from, Instant now) {
    Instant issuedAt = claims.time("iat", "iat");
    if (issuedAt == null) {
      throw SignalException.malformed("iat is missing");
    }
    if (issuedAt.isAfter(now.plus(SKEW))) {
      throw SignalException.malformed("the token was issued in the future");
    }
    if (issuedAt.isBefore(now.minus(from.oldest()).minus(SKEW))) {
      throw SignalException.malformed("the token was issued too long ago");
    }
  }

  private static void requireSubject(SubjectIdentifier subject, TrustedTransmitter from) {
    if (subject instanceof SubjectIdentifier.Complex complex) {
      requireSubject(complex.user(), from);
    }
    if (subject instanceof SubjectIdentifier.IssuerSubject account
        && !from.subjectIssuers().contains(account.issuer())) {
      throw SignalException.refused(
          SetError.ACCESS_DENIED, "the issuer may not speak of accounts of this other issuer");
    }
  }
}
