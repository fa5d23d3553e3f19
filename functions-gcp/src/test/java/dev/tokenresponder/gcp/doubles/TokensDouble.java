package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.tokenresponder.gcp.doubles.Access.Holder;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in the name of an administrator of Workspace: signing by IAM (IAM Credentials REST
 * reference, {@code signJwt}), and the endpoint that gives a token for what was signed (Identity,
 * "Using OAuth 2.0 for server to server applications", "HTTP/REST").
 */
public final class TokensDouble {
  private static final Pattern SIGN =
      Pattern.compile("v1/projects/-/serviceAccounts/([^/:]+):signJwt");
  private static final String AUDIENCE = "https://oauth2.googleapis.com/token";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final RSAKey KEY = key();
  private final Access access;
  private final Map<String, Set<String>> delegated = new HashMap<>();
  private final Set<String> administrators = new TreeSet<>();

  TokensDouble(Access access) {
    this.access = access;
  }

  /** The domain lets a service account act in people's names, with some scopes. */
  public synchronized void delegate(String account, String... scopes) {
    delegated.put(account, Set.of(scopes));
  }

  /** Makes somebody an administrator. */
  public synchronized void administrator(String person) {
    administrators.add(person);
  }

  /** Nobody is an administrator any more. */
  public synchronized void noAdministrators() {
    administrators.clear();
  }

  synchronized @Nullable JsonNode answer(Call call) {
    Matcher sign = SIGN.matcher(call.path());
    if (call.path().equals("token") && call.method().equals("POST")) {
      return token(call);
    }
    if (!sign.matches() || !call.method().equals("POST")) {
      return null;
    }
    access.permit(call, "iam.serviceAccounts.signJwt", sign.group(1));
    JsonNode claims = claims(call.json("payload", "delegates").path("payload").asText());
    long most = Instant.now().plusSeconds(12 * 3_600).getEpochSecond();
    if (!claims.path("exp").isIntegralNumber() || claims.path("exp").asLong() > most) {
      throw Refusal.invalid("The exp claim must be within 12 hours.");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("keyId", KEY.getKeyID())
        .put("signedJwt", signed(claims.toString()));
  }

  private JsonNode token(Call call) {
    Map<String, String> form = form(call.body());
    if (!GRANT.equals(form.get("grant_type"))) {
      throw Refusal.oauth(400, "unsupported_grant_type", "Invalid grant_type");
    }
    JsonNode claims = verified(form.getOrDefault("assertion", ""));
    long now = Instant.now().getEpochSecond();
    long issued = claims.path("iat").asLong();
    long expires = claims.path("exp").asLong();
    if (!AUDIENCE.equals(claims.path("aud").asText())
        || expires < now
        || expires - issued > 3_600
        || issued > now + 60) {
      throw Refusal.oauth(400, "invalid_grant", "Invalid JWT");
    }
    Set<String> scopes = Set.copyOf(Arrays.asList(claims.path("scope").asText().split(" ")));
    Set<String> allowed = delegated.getOrDefault(claims.path("iss").asText(), Set.of());
    if (!allowed.containsAll(scopes)) {
      throw Refusal.oauth(
          401,
          "unauthorized_client",
          "Client is unauthorized to retrieve access tokens using this method, or client not"
              + " authorized for any of the scopes requested.");
    }
    String person = claims.path("sub").asText();
    String token = UUID.randomUUID().toString();
    access.grant(token, new Holder(person, scopes, Set.of(), administrators.contains(person)));
    return JsonNodeFactory.instance
        .objectNode()
        .put("access_token", token)
        .put("expires_in", 3_600)
        .put("token_type", "Bearer");
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String part : body.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        form.put(part.substring(0, equals), GoogleDoubles.decoded(part.substring(equals + 1)));
      }
    }
    return form;
  }

  private JsonNode verified(String assertion) {
    try {
      JWSObject signed = JWSObject.parse(assertion);
      if (!signed.verify(new RSASSAVerifier(KEY.toRSAPublicKey()))) {
        throw Refusal.oauth(400, "invalid_grant", "Invalid JWT Signature.");
      }
      return claims(signed.getPayload().toString());
    } catch (ParseException | JOSEException e) {
      throw Refusal.oauth(400, "invalid_grant", "Invalid JWT");
    }
  }

  private static JsonNode claims(String payload) {
    try {
      return MAPPER.readTree(payload);
    } catch (JsonProcessingException e) {
      throw Refusal.invalid("The payload must be JSON.");
    }
  }

  private String signed(String payload) {
    try {
      JWSObject object =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
              new Payload(payload));
      object.sign(new RSASSASigner(KEY));
      return object.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2_048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
