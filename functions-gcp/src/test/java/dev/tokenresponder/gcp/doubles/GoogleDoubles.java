package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** One server on this machine that answers like each of the APIs, all under one root address. */
public final class GoogleDoubles implements AutoCloseable {
  private final Access access = new Access();
  private final PolicyStore policies = new PolicyStore();
  private final IamDouble iam = new IamDouble(access, policies);
  private final ResourceManagerDouble resources = new ResourceManagerDouble(access, policies);
  private final DirectoryDouble directory = new DirectoryDouble(access);
  private final TokensDouble tokens = new TokensDouble(access);
  private final MessagingDouble messaging = new MessagingDouble(access);
  private final ClustersDouble clusters = new ClustersDouble(access);
  private final Faults faults = new Faults();
  private final Map<String, Runnable> before = new HashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile String certificates = "{\"keys\":[]}";

  /** Starts it on a free port of this machine. */
  public GoogleDoubles() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /** What to set as root address of the client libraries. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Who may do what. */
  public Access access() {
    return access;
  }

  /** Service accounts. */
  public IamDouble iam() {
    return iam;
  }

  /** Projects, folders, organizations. */
  public ResourceManagerDouble resources() {
    return resources;
  }

  /** People. */
  public DirectoryDouble directory() {
    return directory;
  }

  /** Tokens for Workspace. */
  public TokensDouble tokens() {
    return tokens;
  }

  /** Topics and queues. */
  public MessagingDouble messaging() {
    return messaging;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** The keys that {@code /oauth2/v3/certs} shows, as JSON. */
  public void certificates(String keys) {
    certificates = keys;
  }

  /**
   * Gives a role to members.
   *
   * @param condition an expression; null for none
   */
  public void policy(String of, String role, String condition, String... members) {
    policies.put(of, role, condition, members);
  }

  /** Who holds a role. */
  public Set<String> members(String of, String role) {
    return policies.members(of, role);
  }

  /** Runs something just before the next request whose path ends so, such as somebody's edit. */
  public synchronized void before(String pathEnd, Runnable edit) {
    before.put(pathEnd, edit);
  }

  /**
   * How everything stands, one fact per line.
   *
   * @param of whose policies to tell
   */
  public List<String> describe(String... of) {
    List<String> lines = new ArrayList<>(iam.describe());
    Stream.of(of).forEach(name -> lines.addAll(policies.describe(name)));
    lines.addAll(directory.describe());
    return lines;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = call(exchange);
      access.note(call);
      edit(call);
      Faults.Fault fault = faults.take(call);
      if (fault != null && fault.kind() == Faults.Kind.CUT) {
        return;
      }
      if (fault != null && fault.kind() == Faults.Kind.REFUSED) {
        refuse(exchange, fault);
        return;
      }
      answer(exchange, call, fault);
    }
  }

  private void answer(HttpExchange exchange, Call call, Faults.Fault fault) throws IOException {
    try {
      String body = body(call);
      if (fault == null) {
        send(exchange, body.isEmpty() ? 204 : 200, body);
      } else if (fault.kind() == Faults.Kind.DONE_BUT_FAILED) {
        refuse(exchange, fault);
      }
    } catch (Refusal refusal) {
      send(exchange, refusal.status(), refusal.body());
    }
  }

  private String body(Call call) {
    if (call.path().equals("oauth2/v3/certs")) {
      return certificates;
    }
    JsonNode answer =
        Stream.<Function<Call, JsonNode>>of(
                tokens::answer,
                iam::answer,
                resources::answer,
                directory::answer,
                messaging::answer,
                clusters::answer)
            .map(api -> api.apply(call))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(() -> Refusal.of(404, "NOT_FOUND", "Requested entity was not found."));
    return answer.isMissingNode() ? "" : answer.toString();
  }

  private void edit(Call call) {
    Runnable edit;
    synchronized (this) {
      String end = before.keySet().stream().filter(call.path()::endsWith).findFirst().orElse(null);
      edit = end == null ? null : before.remove(end);
    }
    if (edit != null) {
      edit.run();
    }
  }

  private static void refuse(HttpExchange exchange, Faults.Fault fault) throws IOException {
    if (fault.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    send(
        exchange,
        fault.status(),
        Refusal.of(fault.status(), fault.name(), "A fault of the other side.").body());
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Call call(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean bearer = authorization != null && authorization.startsWith("Bearer ");
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? new String[0] : raw.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        query.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
      }
    }
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body =
        zipped
            ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
            : exchange.getRequestBody().readAllBytes();
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath().replaceFirst("^/+", ""),
        query,
        bearer ? authorization.substring("Bearer ".length()) : "",
        new String(body, StandardCharsets.UTF_8));
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
