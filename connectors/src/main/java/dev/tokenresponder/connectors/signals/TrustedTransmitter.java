package dev.tokenresponder.connectors.signals;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tokenresponder.connectors.http.ApiHost;
import java.time.Duration;
import java.util.Set;

/**
 * Whom signals are taken from.
 *
 * @param issuer the claim {@code iss}, letter by letter
 * @param audience what the claim {@code aud} must name: us
 * @param subjectIssuers whose accounts it may speak of ({@code iss_sub})
 * @param oldest how long ago a token may have been issued
 * @param keys what its signatures are checked with
 */
record TrustedTransmitter(
    String issuer,
    String audience,
    Set<String> subjectIssuers,
    Duration oldest,
    JWKSource<SecurityContext> keys) {

  TrustedTransmitter {
    subjectIssuers = Set.copyOf(subjectIssuers);
    if (!SecurityEventToken.ISSUER.matcher(issuer).matches() || audience.isBlank()) {
      throw new IllegalArgumentException(
          "a transmitter has an issuer, an https URL without query or fragment, and an audience");
    }
  }

  static TrustedTransmitter of(
      String issuer, String audience, Set<String> subjectIssuers, ApiHost host, String path) {
    return new TrustedTransmitter(
        issuer, audience, subjectIssuers, Duration.ofDays(1), TransmitterKeys.at(host, path));
  }

  @Override
  public String toString() {
    return "TrustedTransmitter[" + issuer + "]";
  }
}
