package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The App and its installation (REST reference, "Apps": "Get an organization installation for the
 * authenticated app", "Create an installation access token for an app"; GitHub Docs, "Generating a
 * JSON Web Token (JWT) for a GitHub App"). The wording of refusals is not confirmed.
 */
final class AppDouble {
  static final String APP = "Iv23example0000000001";
  private static final long INSTALLATION = 4_001;

  /** What a token may do, and in which repositories; null for all. */
  private record Token(Map<String, String> permissions, @Nullable Set<String> repositories) {}

  private final Supplier<Instant> now;
  private final Map<String, Token> tokens = new HashMap<>();
  private final Map<String, String> granted = new TreeMap<>();
  private final Set<String> repositories = new TreeSet<>();
  private final Set<String> used = new TreeSet<>();
  private final List<String> requested = new ArrayList<>();
  private String organization = "example";
  private boolean suspended;

  AppDouble(Supplier<Instant> now) {
    this.now = now;
  }

  void grant(String permission, String level) {
    granted.put(permission, level);
  }

  void repository(String name) {
    repositories.add(name);
  }

  void suspend() {
    suspended = true;
  }

  void installIn(String other) {
    organization = other;
  }

  /** The permissions that requests needed, as the catalogue spells them. */
  Set<String> used() {
    return used;
  }

  /** What tokens were asked for. */
  List<String> requested() {
    return requested;
  }

  /** Every token given out. */
  Set<String> secrets() {
    return tokens.keySet();
  }

  /** All tokens are not good any more. */
  void revokeTokens() {
    tokens.replaceAll((value, token) -> new Token(Map.of(), Set.of()));
    tokens.clear();
  }

  @Nullable JsonNode answer(Call call) {
    if (call.method().equals("GET") && call.path().matches("/orgs/[^/]+/installation")) {
      verify(call.bearer());
      if (!call.path().equals("/orgs/" + organization + "/installation")) {
        throw Refusal.notFound();
      }
      var node = JsonNodeFactory.instance.objectNode();
      node.put("id", INSTALLATION).putObject("account").put("login", organization);
      node.put("suspended_at", suspended ? "2026-11-24T08:00:00Z" : null);
      return node;
    }
    String create = "/app/installations/" + INSTALLATION + "/access_tokens";
    if (call.method().equals("POST") && call.path().equals(create)) {
      verify(call.bearer());
      return create(call.json());
    }
    return null;
  }

  private JsonNode create(JsonNode request) {
    if (suspended) {
      throw new Refusal(403, "This installation has been suspended");
    }
    requested.add(request.toString());
    Map<String, String> permissions = new TreeMap<>();
    request
        .path("permissions")
        .properties()
        .forEach(entry -> permissions.put(entry.getKey(), entry.getValue().asText()));
    if (!granted.entrySet().containsAll(permissions.entrySet())) {
      throw new Refusal(422, "The permissions requested are not granted to this installation.");
    }
    Set<String> only = new TreeSet<>();
    request.path("repositories").forEach(name -> only.add(name.asText()));
    if (!repositories.containsAll(only)) {
      throw new Refusal(
          422,
          "There is at least one repository that does not exist or is not"
              + " accessible to the parent installation.");
    }
    String value = "ghs_canary" + UUID.randomUUID().toString().replace("-", "");
    tokens.put(
        value,
        new Token(permissions.isEmpty() ? granted : permissions, only.isEmpty() ? null : only));
    return JsonNodeFactory.instance
        .objectNode()
        .put("token", value)
        .put("expires_at", now.get().plus(Duration.ofHours(1)).toString());
  }

  private void verify(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Instant at = now.get();
      if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
          || !jwt.verify(new RSASSAVerifier((RSAPublicKey) AppKeys.PAIR.getPublic()))
          || !APP.equals(claims.getIssuer())
          || claims.getIssueTime().toInstant().isAfter(at)
          || claims.getExpirationTime().toInstant().isBefore(at)
          || claims.getExpirationTime().toInstant().isAfter(at.plus(Duration.ofMinutes(10)))) {
        throw new Refusal(401, "A JSON web token could not be decoded");
      }
    } catch (ParseException | JOSEException e) {
      throw new Refusal(401, "A JSON web token could not be decoded");
    }
  }

  /** Somebody with a token; without one nothing of this is shown. */
  void permitAnything(Call call) {
    token(call);
  }

  /** Somebody whose token has the permission, in the repository where there is one. */
  void permit(Call call, String permission, String level, @Nullable String repository) {
    Token token = token(call);
    String has = token.permissions().get(permission);
    if (has == null || level.equals("write") && !has.equals("write")) {
      throw Refusal.forbidden();
    }
    if (repository != null
        && (!repositories.contains(repository)
            || token.repositories() != null && !token.repositories().contains(repository))) {
      throw Refusal.notFound();
    }
    if (level.equals("write")) {
      used.add(permission + ":write");
    }
  }

  private Token token(Call call) {
    Token token = tokens.get(call.bearer());
    if (token == null) {
      throw new Refusal(401, "Bad credentials");
    }
    return token;
  }
}
