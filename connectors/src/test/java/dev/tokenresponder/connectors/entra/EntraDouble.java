package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers like the token endpoint of Entra and like Microsoft Graph v1.0, and keeps what it is
 * told. Follows Microsoft Entra, "OAuth 2.0 client credentials flow on the Microsoft identity
 * platform" and "Microsoft identity platform application authentication certificate credentials";
 * Microsoft Graph REST reference v1.0, "Get a user", "Update user", "user: revokeSignInSessions",
 * "Get servicePrincipal", "Update servicePrincipal", "List oauth2PermissionGrants granted to a
 * service principal", "List oauth2PermissionGrants", "Delete oAuth2PermissionGrant", "Create
 * oAuth2PermissionGrant", "List appRoleAssignments granted to a service principal", "Grant an
 * appRoleAssignment to a service principal", "Delete appRoleAssignment", "removePassword", "Update
 * application"; "Microsoft Graph error responses", "Microsoft Graph throttling guidance", "Paging
 * Microsoft Graph data in your app". Not confirmed: the exact error codes of each page, and which
 * of several sufficient permissions it looks at first.
 */
final class EntraDouble implements AutoCloseable {
  static final String TENANT = "11111111-0000-4000-8000-000000000001";
  static final String CLIENT = "c0000000-0000-4000-8000-000000000001";
  static final String TOKEN = "canary-access-token";
  static final Instant NOW = Instant.parse("2026-11-24T09:00:05Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern PATH =
      Pattern.compile("/v1\\.0/([A-Za-z0-9]+)(?:\\(appId='([^']+)'\\)|/([^/]+))?((?:/[^/]+)*)");
  private static final Pattern FILTER =
      Pattern.compile(
          "\\$filter=clientId eq '([^']+)' and"
              + " (?:principalId eq '([^']+)'|consentType eq '(AllPrincipals)')"
              + "(?:&\\$skiptoken=\\d+)?");

  /** How the next request that changes something goes wrong. */
  enum Fault {
    /** It is answered with an error and not done. */
    REFUSED,
    /** It is done, and answered with an error all the same. */
    DONE_BUT_FAILED,
    /** It is done, and the connection ends without an answer. */
    DONE_BUT_CUT
  }

  private record Pending(String method, Fault fault, int status, int times) {}

  final Map<String, ObjectNode> users = new LinkedHashMap<>();
  final Map<String, ObjectNode> principals = new LinkedHashMap<>();
  final Map<String, ObjectNode> applications = new LinkedHashMap<>();
  final Map<String, ObjectNode> grants = new LinkedHashMap<>();
  final Map<String, ObjectNode> assignments = new LinkedHashMap<>();
  final List<String> calls = new ArrayList<>();
  final Set<String> usedAssertions = new HashSet<>();
  final Set<String> used = new TreeSet<>();
  int pageSize = 2;
  @Nullable String malformed;
  @Nullable String federated;
  String token = TOKEN;
  private Set<String> permitted = Set.of();
  private final List<Pending> pending = new ArrayList<>();
  private final RSAPublicKey key;
  private final String thumbprint;
  private final HttpServer server;
  private int made;

  /**
   * @param thumbprint of the certificate that the responder's application has
   */
  EntraDouble(RSAPublicKey key, String thumbprint) {
    this.key = key;
    this.thumbprint = thumbprint;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void permit(List<String> permissions) {
    permitted = Set.copyOf(permissions);
  }

  /** The next so many requests of that method to Graph go wrong. */
  void next(String method, Fault fault, int status, int times) {
    pending.add(new Pending(method, fault, status, times));
  }

  /** Nothing goes wrong any more. */
  void calm() {
    pending.clear();
    malformed = null;
  }

  ObjectNode user(String id, String name) {
    ObjectNode user =
        JSON.objectNode()
            .put("id", id)
            .put("userPrincipalName", name)
            .put("accountEnabled", true)
            .put("signInSessionsValidFromDateTime", "2026-01-01T00:00:00Z");
    users.put(id, user);
    return user;
  }

  ObjectNode principal(String id, String appId, @Nullable String owner) {
    ObjectNode principal = holder(id, appId).put("accountEnabled", true);
    principal.put("appOwnerOrganizationId", owner);
    principals.put(id, principal);
    return principal;
  }

  ObjectNode application(String id, String appId) {
    ObjectNode application = holder(id, appId);
    applications.put(id, application);
    return application;
  }

  private static ObjectNode holder(String id, String appId) {
    ObjectNode holder = JSON.objectNode().put("id", id).put("appId", appId);
    holder.putArray("passwordCredentials");
    holder.putArray("keyCredentials");
    return holder;
  }

  void grant(String id, String client, @Nullable String person, String scope) {
    ObjectNode grant =
        JSON.objectNode()
            .put("id", id)
            .put("clientId", client)
            .put("consentType", person == null ? "AllPrincipals" : "Principal")
            .put("principalId", person)
            .put("resourceId", "99999999-0000-4000-8000-000000000001")
            .put("scope", scope);
    grants.put(id, grant);
  }

  void assignment(String id, String principal, String role) {
    assignments.put(
        id,
        JSON.objectNode()
            .put("id", id)
            .put("principalId", principal)
            .put("principalType", "ServicePrincipal")
            .put("resourceId", "99999999-0000-4000-8000-000000000001")
            .put("appRoleId", role));
  }

  /** An answer; no body when null. */
  private record Answer(int status, @Nullable JsonNode body) {
    static Answer error(int status, String code) {
      ObjectNode body = JSON.objectNode();
      body.putObject("error").put("code", code).put("message", "canary-message");
      return new Answer(status, body);
    }
  }

  private synchronized void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.endsWith("/token")) {
        send(exchange, token(exchange, body));
        return;
      }
      calls.add(method + " " + path);
      if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(exchange, Answer.error(401, "InvalidAuthenticationToken"));
        return;
      }
      Pending fault = take(method);
      if (fault != null && fault.fault() == Fault.REFUSED) {
        exchange.getResponseHeaders().set("Retry-After", "0");
        send(exchange, Answer.error(fault.status(), "TooManyRequests"));
        return;
      }
      if (malformed != null && method.equals("GET")) {
        sendText(exchange, malformed);
        return;
      }
      Answer answer = graph(method, path, exchange.getRequestURI(), json(exchange, body));
      if (fault != null && fault.fault() == Fault.DONE_BUT_CUT) {
        return;
      }
      send(exchange, fault == null ? answer : Answer.error(fault.status(), "serviceUnavailable"));
    }
  }

  private @Nullable Pending take(String method) {
    for (Pending fault : pending) {
      if (fault.method().equals(method)) {
        pending.remove(fault);
        if (fault.times() > 1) {
          next(method, fault.fault(), fault.status(), fault.times() - 1);
        }
        return fault;
      }
    }
    return null;
  }

  private static @Nullable JsonNode json(HttpExchange exchange, String body) throws IOException {
    if (body.isEmpty()) {
      return null;
    }
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    return type.equals("application/json") ? MAPPER.readTree(body) : JSON.missingNode();
  }

  private Answer token(HttpExchange exchange, String body) {
    Map<String, String> form = form(body);
    String assertion = form.getOrDefault("client_assertion", "");
    boolean asked =
        exchange.getRequestURI().getPath().equals("/" + TENANT + "/oauth2/v2.0/token")
            && exchange.getRequestMethod().equals("POST")
            && "application/x-www-form-urlencoded"
                .equals(exchange.getRequestHeaders().getFirst("Content-Type"))
            && CLIENT.equals(form.get("client_id"))
            && "client_credentials".equals(form.get("grant_type"))
            && "https://graph.microsoft.com/.default".equals(form.get("scope"))
            && "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                .equals(form.get("client_assertion_type"))
            && !form.containsKey("client_secret");
    if (!asked) {
      return new Answer(400, JSON.objectNode().put("error", "invalid_request"));
    }
    if (!(assertion.equals(federated) || isSigned(assertion))) {
      return new Answer(
          401,
          JSON.objectNode()
              .put("error", "invalid_client")
              .put("error_description", "AADSTS700027: canary-message"));
    }
    return new Answer(
        200,
        JSON.objectNode()
            .put("token_type", "Bearer")
            .put("expires_in", 3599)
            .put("access_token", token));
  }

  private boolean isSigned(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      var claims = jwt.getJWTClaimsSet();
      Instant expires = claims.getExpirationTime().toInstant();
      return JWSAlgorithm.PS256.equals(jwt.getHeader().getAlgorithm())
          && JOSEObjectType.JWT.equals(jwt.getHeader().getType())
          && jwt.verify(new RSASSAVerifier(key))
          && thumbprint.equals(String.valueOf(jwt.getHeader().getX509CertSHA256Thumbprint()))
          && claims
              .getAudience()
              .equals(List.of("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token"))
          && CLIENT.equals(claims.getIssuer())
          && CLIENT.equals(claims.getSubject())
          && expires.isAfter(NOW)
          && !expires.isAfter(claims.getIssueTime().toInstant().plusSeconds(600))
          && usedAssertions.add(claims.getJWTID());
    } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
      return false;
    }
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  /** Allowed when any of the sets is held as a whole; the first that is, counts as used. */
  private boolean may(String... sets) {
    for (String set : sets) {
      List<String> needed = Arrays.asList(set.split("\\+"));
      if (permitted.containsAll(needed)) {
        used.addAll(needed);
        return true;
      }
    }
    return false;
  }

  private static final Answer FORBIDDEN = Answer.error(403, "Authorization_RequestDenied");
  private static final Answer MISSING = Answer.error(404, "Request_ResourceNotFound");
  private static final Answer BAD = Answer.error(400, "Request_BadRequest");
  private static final Answer DONE = new Answer(204, null);

  private Answer graph(String method, String path, URI uri, @Nullable JsonNode body) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Answer.error(404, "ResourceNotFound");
    }
    String rest = matcher.group(4);
    String call =
        method + " " + matcher.group(1) + rest.replaceAll("(?<=appRoleAssignments)/.*", "/*");
    String byApp = matcher.group(2);
    String id = matcher.group(3);
    return switch (call) {
      case "GET users" -> may("User.Read.All") ? select(user(id), uri) : FORBIDDEN;
      case "POST users/revokeSignInSessions" ->
          may("User.RevokeSessions.All") ? revoke(id) : FORBIDDEN;
      case "PATCH users" ->
          may("User.EnableDisableAccount.All+User.Read.All")
              ? enable(users.get(String.valueOf(id)), body)
              : FORBIDDEN;
      case "GET servicePrincipals" ->
          may("Application.Read.All", "Application.ReadWrite.All")
              ? select(holder(principals, id, byApp), uri)
              : FORBIDDEN;
      case "GET applications" ->
          may("Application.Read.All", "Application.ReadWrite.All")
              ? select(holder(applications, id, byApp), uri)
              : FORBIDDEN;
      case "PATCH servicePrincipals" ->
          may("Application.ReadWrite.All")
              ? change(holder(principals, id, byApp), body)
              : FORBIDDEN;
      case "PATCH applications" ->
          may("Application.ReadWrite.All")
              ? change(holder(applications, id, byApp), body)
              : FORBIDDEN;
      case "POST servicePrincipals/removePassword" ->
          may("Application.ReadWrite.All") ? password(principals.get(id), body) : FORBIDDEN;
      case "POST applications/removePassword" ->
          may("Application.ReadWrite.All") ? password(applications.get(id), body) : FORBIDDEN;
      case "GET servicePrincipals/oauth2PermissionGrants" ->
          may("Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All")
              ? page(of(grants, "clientId", id), uri)
              : FORBIDDEN;
      case "GET servicePrincipals/appRoleAssignments" ->
          may("Application.Read.All") ? page(of(assignments, "principalId", id), uri) : FORBIDDEN;
      case "GET oauth2PermissionGrants" ->
          may("Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All")
              ? filtered(uri)
              : FORBIDDEN;
      case "DELETE oauth2PermissionGrants" ->
          may("DelegatedPermissionGrant.ReadWrite.All") ? delete(grants, id) : FORBIDDEN;
      case "DELETE servicePrincipals/appRoleAssignments/*" ->
          may("AppRoleAssignment.ReadWrite.All")
              ? delete(assignments, rest.substring(rest.lastIndexOf('/') + 1))
              : FORBIDDEN;
      case "POST oauth2PermissionGrants" ->
          may("DelegatedPermissionGrant.ReadWrite.All") ? createGrant(body) : FORBIDDEN;
      case "POST servicePrincipals/appRoleAssignments" ->
          may("AppRoleAssignment.ReadWrite.All+Application.Read.All")
              ? createAssignment(body)
              : FORBIDDEN;
      default -> Answer.error(404, "ResourceNotFound");
    };
  }

  private @Nullable ObjectNode user(String idOrName) {
    return users.values().stream()
        .filter(
            user ->
                user.path("id").asText().equalsIgnoreCase(idOrName)
                    || user.path("userPrincipalName").asText().equalsIgnoreCase(idOrName))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable ObjectNode holder(
      Map<String, ObjectNode> all, @Nullable String id, @Nullable String appId) {
    return all.values().stream()
        .filter(
            one ->
                id == null
                    ? one.path("appId").asText().equals(appId)
                    : one.path("id").asText().equalsIgnoreCase(id))
        .findFirst()
        .orElse(null);
  }

  /** Only what is selected; what must be selected comes no other way. */
  private static Answer select(@Nullable ObjectNode node, URI uri) {
    String query = String.valueOf(uri.getQuery());
    if (node == null) {
      return MISSING;
    }
    return query.startsWith("$select=")
        ? new Answer(200, node.deepCopy().retain(List.of(query.substring(8).split(","))))
        : new Answer(200, JSON.objectNode().put("id", node.path("id").asText()));
  }

  private Answer revoke(String id) {
    ObjectNode user = users.get(id);
    if (user == null) {
      return MISSING;
    }
    user.put("signInSessionsValidFromDateTime", NOW.toString());
    return new Answer(200, JSON.objectNode().put("value", true));
  }

  private static Answer enable(@Nullable ObjectNode node, @Nullable JsonNode body) {
    if (node == null) {
      return MISSING;
    }
    if (body == null || !body.path("accountEnabled").isBoolean() || body.size() != 1) {
      return BAD;
    }
    node.put("accountEnabled", body.path("accountEnabled").booleanValue());
    return DONE;
  }

  private static Answer change(@Nullable ObjectNode node, @Nullable JsonNode body) {
    if (node == null || body == null || !body.has("keyCredentials")) {
      return enable(node, body);
    }
    ArrayNode keys = JSON.arrayNode();
    for (JsonNode given : body.path("keyCredentials")) {
      if (!given.path("key").isTextual()) {
        return BAD;
      }
      keys.add(given);
    }
    node.set("keyCredentials", keys);
    return DONE;
  }

  private static Answer password(@Nullable ObjectNode node, @Nullable JsonNode body) {
    if (node == null) {
      return MISSING;
    }
    ArrayNode passwords = (ArrayNode) node.path("passwordCredentials");
    for (int i = 0; i < passwords.size(); i++) {
      if (body != null && passwords.get(i).path("keyId").equals(body.path("keyId"))) {
        passwords.remove(i);
        return DONE;
      }
    }
    return BAD;
  }

  private static List<ObjectNode> of(Map<String, ObjectNode> all, String field, String id) {
    return all.values().stream().filter(one -> one.path(field).asText().equals(id)).toList();
  }

  /** In the two forms that are documented to work, and no other. */
  private Answer filtered(URI uri) {
    Matcher filter = FILTER.matcher(String.valueOf(uri.getQuery()));
    if (!filter.matches()) {
      return BAD;
    }
    String person = filter.group(2);
    return page(
        of(grants, "clientId", filter.group(1)).stream()
            .filter(
                grant ->
                    person == null
                        ? grant.path("consentType").asText().equals(filter.group(3))
                        : grant.path("principalId").asText().equals(person))
            .toList(),
        uri);
  }

  private Answer page(List<ObjectNode> all, URI uri) {
    Matcher skip = Pattern.compile("\\$skiptoken=(\\d+)").matcher(String.valueOf(uri.getQuery()));
    int from = skip.find() ? Integer.parseInt(skip.group(1)) : 0;
    int to = Math.min(from + pageSize, all.size());
    ObjectNode body = JSON.objectNode();
    body.putArray("value").addAll(all.subList(from, to));
    if (to < all.size()) {
      String query = String.valueOf(uri.getRawQuery()).replaceAll("&?\\$skiptoken=\\d+", "");
      String start = query.startsWith("$filter=") ? query + "&" : "";
      body.put(
          "@odata.nextLink",
          "https://graph.microsoft.com" + uri.getPath() + "?" + start + "$skiptoken=" + to);
    }
    return new Answer(200, body);
  }

  private static Answer delete(Map<String, ObjectNode> all, String id) {
    return all.remove(id) == null ? MISSING : DONE;
  }

  private Answer createGrant(@Nullable JsonNode body) {
    String type = body == null ? "" : body.path("consentType").asText();
    boolean person = body != null && body.has("principalId");
    boolean valid = type.equals("AllPrincipals") && !person || type.equals("Principal") && person;
    if (body == null || !valid || !body.has("clientId") || !body.has("resourceId")) {
      return BAD;
    }
    if (person && !users.containsKey(body.path("principalId").asText())) {
      return BAD;
    }
    for (ObjectNode grant : grants.values()) {
      boolean same =
          grant.path("clientId").equals(body.path("clientId"))
              && grant.path("resourceId").equals(body.path("resourceId"))
              && grant.path("principalId").asText("").equals(body.path("principalId").asText(""));
      if (same) {
        return Answer.error(409, "Request_MultipleObjectsWithSameKeyValue");
      }
    }
    String id = "grant-made-" + ++made;
    grants.put(id, ((ObjectNode) body).put("id", id));
    return new Answer(201, body);
  }

  private Answer createAssignment(@Nullable JsonNode body) {
    if (body == null || body.size() != 3 || !body.has("appRoleId")) {
      return BAD;
    }
    String id = "assignment-made-" + ++made;
    assignments.put(id, ((ObjectNode) body).put("id", id));
    return new Answer(201, body);
  }

  private static void sendText(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.body() == null) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    byte[] bytes = MAPPER.writeValueAsBytes(answer.body());
    exchange.getResponseHeaders().set("Content-Type", "application/json".toLowerCase(Locale.ROOT));
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
