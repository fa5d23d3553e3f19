package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What answers like GitHub's REST API of 2022-11-28, with state in memory: "Organizations" of
 * Enterprise Cloud (credential authorizations), "Personal access tokens", "Deploy keys", "Users",
 * and the App in {@link AppDouble}. Which permission each asks for is as in "Permissions required
 * for GitHub Apps". Anything else is not found. Not confirmed: the wording of refusals, that an
 * unknown id is 404 at the revocation of a token, and that {@code owner[]} is matched without
 * regard to case.
 */
final class GitHubDouble implements AutoCloseable {
  private static final Pattern SSO =
      Pattern.compile("/orgs/example/credential-authorizations(/([0-9]+))?");
  private static final Pattern TOKENS =
      Pattern.compile("/orgs/example/personal-access-tokens(/([0-9]+))?");
  private static final Pattern KEYS = Pattern.compile("/repos/example/([^/]+)/keys(/([0-9]+))?");
  private static final Pattern USER = Pattern.compile("/users/([^/]+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AppDouble app;
  private final Faults faults = new Faults();
  private final List<String> calls = new ArrayList<>();
  private final Map<Long, ObjectNode> authorizations = new LinkedHashMap<>();
  private final Map<Long, ObjectNode> grants = new LinkedHashMap<>();
  private final Map<String, Map<Long, ObjectNode>> keys = new TreeMap<>();
  private final Map<String, Long> users = new TreeMap<>();
  private long next = 90_000;

  GitHubDouble(Supplier<Instant> now) {
    this.app = new AppDouble(now);
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  AppDouble app() {
    return app;
  }

  Faults faults() {
    return faults;
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized void user(String login, long id) {
    users.put(login, id);
  }

  synchronized void noUser(String login) {
    users.remove(login);
  }

  synchronized void authorization(long id, String login, String type, @Nullable Long credential) {
    authorizations.put(
        id,
        JsonNodeFactory.instance
            .objectNode()
            .put("login", login)
            .put("credential_id", id)
            .put("credential_type", type)
            .put("authorized_credential_id", credential));
  }

  synchronized void grant(long id, String login, long tokenId) {
    ObjectNode grant =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("token_id", tokenId)
            .put("token_name", "release-helper");
    grant.putObject("owner").put("login", login).put("id", users.getOrDefault(login, 1L));
    grants.put(id, grant);
  }

  synchronized void key(
      String repository, String title, String key, boolean readOnly, @Nullable String addedBy) {
    long id = next++;
    keys.computeIfAbsent(repository, name -> new LinkedHashMap<>())
        .put(
            id,
            JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("key", key)
                .put("title", title)
                .put("verified", true)
                .put("read_only", readOnly)
                .put("added_by", addedBy));
  }

  synchronized List<Long> authorizations() {
    return List.copyOf(authorizations.keySet());
  }

  synchronized List<Long> grants() {
    return List.copyOf(grants.keySet());
  }

  /** The keys of a repository: title, key, whether it may only read. */
  synchronized List<String> keys(String repository) {
    return keys.getOrDefault(repository, Map.of()).values().stream()
        .map(
            key ->
                key.path("title").asText()
                    + " | "
                    + key.path("key").asText()
                    + " | "
                    + key.path("read_only").asBoolean())
        .toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        Call call = Call.of(exchange);
        Optional<Faults.Fault> fault = faults.take(call);
        synchronized (this) {
          calls.add(call.method() + " " + call.path());
        }
        if (fault.isPresent()) {
          if (fault.get().done()) {
            answer(call);
          }
          if (fault.get().status() > 0) {
            fault.get().headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, fault.get().status(), fault.get().body());
          }
          return;
        }
        JsonNode answer = answer(call);
        boolean created = call.method().equals("POST") && !answer.isMissingNode();
        send(
            exchange,
            answer.isMissingNode() ? 204 : created ? 201 : 200,
            answer.isMissingNode() ? "" : answer.toString());
      } catch (Refusal e) {
        send(exchange, e.status(), e.body());
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized JsonNode answer(Call call) {
    JsonNode answer = app.answer(call);
    if (answer != null) {
      return answer;
    }
    Matcher sso = SSO.matcher(call.path());
    Matcher tokens = TOKENS.matcher(call.path());
    Matcher repository = KEYS.matcher(call.path());
    Matcher user = USER.matcher(call.path());
    if (sso.matches()) {
      return sso(call, sso.group(2));
    } else if (tokens.matches()) {
      return tokens(call, tokens.group(2));
    } else if (repository.matches()) {
      return keys(call, repository.group(1), repository.group(3));
    } else if (user.matches() && call.method().equals("GET")) {
      return user(call, user.group(1));
    }
    app.permitAnything(call);
    throw Refusal.notFound();
  }

  private JsonNode sso(Call call, @Nullable String id) {
    String permission = "organization_administration";
    if (id == null && call.method().equals("GET")) {
      app.permit(call, permission, "read", null);
      String login = call.query().getOrDefault("login", "");
      return page(
          call,
          authorizations,
          item -> login.isEmpty() || item.path("login").asText().equalsIgnoreCase(login));
    }
    if (id != null && call.method().equals("DELETE")) {
      app.permit(call, permission, "write", null);
      return removed(authorizations, id);
    }
    throw Refusal.notFound();
  }

  private JsonNode tokens(Call call, @Nullable String id) {
    String permission = "organization_personal_access_tokens";
    if (id == null && call.method().equals("GET")) {
      app.permit(call, permission, "read", null);
      String owner = call.query().getOrDefault("owner[]", "");
      return page(
          call,
          grants,
          item -> owner.isEmpty() || item.at("/owner/login").asText().equalsIgnoreCase(owner));
    }
    if (id != null && call.method().equals("POST")) {
      app.permit(call, permission, "write", null);
      if (!call.json().path("action").asText().equals("revoke")) {
        throw new Refusal(422, "Validation Failed");
      }
      return removed(grants, id);
    }
    throw Refusal.notFound();
  }

  private JsonNode keys(Call call, String repository, @Nullable String id) {
    String level = call.method().equals("GET") ? "read" : "write";
    app.permit(call, "administration", level, repository);
    Map<Long, ObjectNode> own = keys.computeIfAbsent(repository, name -> new LinkedHashMap<>());
    if (id == null && call.method().equals("GET")) {
      return page(call, own, item -> true);
    }
    if (id != null && call.method().equals("DELETE")) {
      return removed(own, id);
    }
    if (id == null && call.method().equals("POST")) {
      JsonNode wanted = call.json();
      String key = wanted.path("key").asText();
      boolean taken =
          keys.values().stream()
              .flatMap(each -> each.values().stream())
              .anyMatch(each -> each.path("key").asText().equals(key));
      if (taken || !key.startsWith("ssh-")) {
        throw new Refusal(422, "Validation Failed");
      }
      key(
          repository,
          wanted.path("title").asText(),
          key,
          wanted.path("read_only").asBoolean(),
          null);
      return own.get(next - 1);
    }
    throw Refusal.notFound();
  }

  private JsonNode user(Call call, String login) {
    app.permitAnything(call);
    Long id = users.get(login);
    if (id == null) {
      throw Refusal.notFound();
    }
    return JsonNodeFactory.instance.objectNode().put("login", login).put("id", id);
  }

  private static JsonNode page(Call call, Map<Long, ObjectNode> items, Predicate<JsonNode> wanted) {
    int size = Math.min(call.number("per_page", 30), 100);
    ArrayNode page = JsonNodeFactory.instance.arrayNode();
    items.values().stream()
        .filter(wanted)
        .skip((call.number("page", 1) - 1L) * size)
        .limit(size)
        .forEach(page::add);
    return page;
  }

  private static JsonNode removed(Map<Long, ObjectNode> items, String id) {
    if (items.remove(Long.valueOf(id)) == null) {
      throw Refusal.notFound();
    }
    return MissingNode.getInstance();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
