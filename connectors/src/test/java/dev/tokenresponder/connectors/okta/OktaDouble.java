package dev.tokenresponder.connectors.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenresponder.connectors.saas.HttpDouble;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Answers like an Okta organization (Okta Developer, management API: "Users" get a user, "User
 * Sessions" revoke all, "User OAuth" list and revoke refresh tokens for a client, "User Grants"
 * list and revoke grants for a client, "API Tokens" get and revoke; "Implement OAuth for Okta with
 * a service app"; "Error codes"; "Rate limits"). Not confirmed: that lists of an unknown client are
 * empty and not 404, and which scopes the two of "User Grants" need.
 */
final class OktaDouble extends HttpDouble {
  static final String CLIENT = "0oaEXAMPLERESPONDER1";
  static final String AUDIENCE = "https://example.okta.com/oauth2/v1/token";
  static final String API_TOKEN = "00-canary-api-token";
  static final String ACCESS_TOKEN = "canary-access-token-";

  final Map<String, String> logins = new TreeMap<>();
  final Map<String, String> mails = new TreeMap<>();
  final Set<String> sessions = new TreeSet<>();
  final Set<String> refreshTokens = new TreeSet<>();
  final Set<String> grants = new TreeSet<>();
  final Map<String, String> apiTokens = new TreeMap<>();
  final Set<String> granted = new HashSet<>();
  final Set<String> used = new TreeSet<>();
  boolean forbidden;
  boolean locked;

  private final RSAKey key;
  private final Instant now;
  private final Map<String, Set<String>> issued = new HashMap<>();
  private final Set<String> assertions = new HashSet<>();

  OktaDouble(RSAKey key, Instant now, Set<String> granted) {
    this.key = key;
    this.now = now;
    this.granted.addAll(granted);
  }

  @Override
  protected Reply answer(Call call) {
    if (call.method().equals("POST") && call.path().equals("/oauth2/v1/token")) {
      return token(call.form());
    }
    Set<String> scopes = scopes(call.header("authorization"));
    if (locked || scopes == null) {
      return error(401, "E0000011", Map.of());
    }
    return forbidden ? error(403, "E0000006", Map.of()) : resource(call, scopes);
  }

  private Reply token(Map<String, String> form) {
    Set<String> scopes = Set.copyOf(Arrays.asList(form.getOrDefault("scope", "").split(" ")));
    boolean asked =
        "client_credentials".equals(form.get("grant_type"))
            && "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                .equals(form.get("client_assertion_type"));
    if (!asked || !isProof(form.getOrDefault("client_assertion", ""))) {
      return Reply.of(401, "{\"error\":\"invalid_client\"}");
    }
    if (!granted.containsAll(scopes)) {
      return Reply.of(400, "{\"error\":\"invalid_scope\"}");
    }
    String token = ACCESS_TOKEN + issued.size();
    issued.put(token, scopes);
    return Reply.of(
        200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + token + "\"}");
  }

  /** Ends every access token. */
  synchronized void endTokens() {
    issued.replaceAll((token, scopes) -> null);
  }

  private boolean isProof(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Instant until = claims.getExpirationTime().toInstant();
      return jwt.verify(new RSASSAVerifier(key.toRSAPublicKey()))
          && key.getKeyID().equals(jwt.getHeader().getKeyID())
          && CLIENT.equals(claims.getIssuer())
          && CLIENT.equals(claims.getSubject())
          && claims.getAudience().equals(List.of(AUDIENCE))
          && until.isAfter(now)
          && !until.isAfter(now.plus(Duration.ofHours(1)))
          && assertions.add(claims.getJWTID());
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  private Set<String> scopes(String authorization) {
    if (authorization.equals("SSWS " + API_TOKEN)) {
      return granted;
    }
    return authorization.startsWith("Bearer ") ? issued.get(authorization.substring(7)) : null;
  }

  private Reply resource(Call call, Set<String> scopes) {
    String[] parts = call.path().substring(1).split("/");
    boolean v1 = call.path().startsWith("/api/v1/") && parts.length > 3;
    String kind = v1 ? parts[2] : "";
    boolean read = call.method().equals("GET");
    if (!read && !call.method().equals("DELETE")) {
      return error(405, "E0000022", Map.of());
    }
    if (!kind.equals("users") && !kind.equals("api-tokens")) {
      return error(404);
    }
    String scope =
        "okta." + (kind.equals("users") ? "users" : "apiTokens") + (read ? ".read" : ".manage");
    if (!scopes.contains(scope)) {
      return error(403, "E0000006", Map.of());
    }
    used.add(scope);
    return kind.equals("users") ? user(call, parts, read) : apiToken(parts, read);
  }

  private Reply user(Call call, String[] parts, boolean read) {
    String id = parts[3];
    if (!logins.containsKey(id)) {
      return error(404);
    }
    if (parts.length == 4 && read) {
      return Reply.of(
          200,
          "{\"id\":\""
              + id
              + "\",\"status\":\"ACTIVE\",\"profile\":{\"login\":\""
              + logins.get(id)
              + (mails.containsKey(id) ? "\",\"email\":\"" + mails.get(id) : "")
              + "\"}}");
    }
    if (parts.length == 5 && parts[4].equals("sessions") && !read) {
      sessions.remove(id);
      if ("true".equals(call.query().get("oauthTokens"))) {
        refreshTokens.removeIf(token -> token.startsWith(id + "/"));
      }
      return Reply.of(204, "");
    }
    boolean ofClient = parts.length == 7 && parts[4].equals("clients");
    if (ofClient && parts[6].equals("tokens")) {
      return held(refreshTokens, id + "/" + parts[5], read);
    }
    return ofClient && parts[6].equals("grants")
        ? held(grants, id + "/" + parts[5], read)
        : error(404);
  }

  private static Reply held(Set<String> all, String id, boolean read) {
    if (read) {
      return Reply.of(200, all.contains(id) ? "[{\"status\":\"ACTIVE\"}]" : "[]");
    }
    all.remove(id);
    return Reply.of(204, "");
  }

  private Reply apiToken(String[] parts, boolean read) {
    String owner = apiTokens.get(parts[3]);
    if (parts.length != 4 || owner == null) {
      return error(404);
    }
    if (read) {
      return Reply.of(
          200, "{\"id\":\"" + parts[3] + "\",\"name\":\"a\",\"userId\":\"" + owner + "\"}");
    }
    apiTokens.remove(parts[3]);
    return Reply.of(204, "");
  }

  /** Okta tells of the limit's end in a header of its own, and not in {@code Retry-After}. */
  @Override
  protected Reply error(int status) {
    return status == 429
        ? error(429, "E0000047", Map.of("X-Rate-Limit-Reset", reset()))
        : error(status, status == 404 ? "E0000007" : "E0000009", Map.of());
  }

  private static String reset() {
    return String.valueOf(Instant.now().plusSeconds(30).getEpochSecond());
  }

  private static Reply error(int status, String code, Map<String, String> headers) {
    return new Reply(
        status,
        "{\"errorCode\":\""
            + code
            + "\",\"errorSummary\":\"summary\",\"errorLink\":\""
            + code
            + "\",\"errorId\":\"oaeEXAMPLE\",\"errorCauses\":[]}",
        headers);
  }
}
