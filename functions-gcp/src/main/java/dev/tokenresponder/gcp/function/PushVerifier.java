package dev.tokenresponder.gcp.function;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tokenresponder.action.ActionException;
import java.text.ParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the token that Pub/Sub sends with a push: signed by Google, for this function, in the name
 * of the subscription's service account, and not run out (Pub/Sub, "Authentication for push
 * subscriptions").
 */
final class PushVerifier {
  private static final String BEARER = "Bearer ";
  private static final Set<String> ISSUERS =
      Set.of("https://accounts.google.com", "accounts.google.com");

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * @param keys Google's
   * @param audience what the subscription names as its audience
   * @param account the e-mail address of the service account that the subscription pushes as
   */
  PushVerifier(JWKSource<SecurityContext> keys, String audience, String account) {
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder()
                .claim("email", account)
                .claim("email_verified", true)
                .build(),
            Set.of("exp", "iat", "iss", "sub")));
  }

  /**
   * Whether the request comes from the subscription.
   *
   * @param authorization the header; null when there is none
   * @throws ActionException as retryable when Google's keys cannot be had
   */
  boolean accepts(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return false;
    }
    try {
      JWTClaimsSet claims = processor.process(authorization.substring(BEARER.length()), null);
      return ISSUERS.contains(String.valueOf(claims.getIssuer()));
    } catch (KeySourceException e) {
      throw ActionException.retryable("the keys that pushes are signed with cannot be had", e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return false;
    }
  }
}
