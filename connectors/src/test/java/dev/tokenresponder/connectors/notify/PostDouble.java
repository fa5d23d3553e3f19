package dev.tokenresponder.connectors.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes posts of JSON that a system's rules permit, and refuses all else with status 400. */
final class PostDouble implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Posted> posts = new CopyOnWriteArrayList<>();
  private final List<Posted> refused = new CopyOnWriteArrayList<>();
  private final Predicate<Posted> rules;
  private final int status;
  private final Map<String, String> headers;

  PostDouble(Predicate<Posted> rules, int status) throws IOException {
    this(rules, status, Map.of());
  }

  PostDouble(Predicate<Posted> rules, int status, Map<String, String> headers) throws IOException {
    this.rules = rules;
    this.status = status;
    this.headers = headers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What came. */
  record Posted(String url, Map<String, List<String>> headers, byte[] body) {

    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The only value of a header; null when there is none or more than one. */
    @Nullable String header(String name) {
      List<String> values = headers.getOrDefault(name, List.of());
      return values.size() == 1 ? values.get(0) : null;
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What the rules permitted. */
  List<Posted> posts() {
    return List.copyOf(posts);
  }

  /** What they did not. */
  List<Posted> refused() {
    return List.copyOf(refused);
  }

  /** An exception with all that a log would show of it. */
  static String trace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Posted posted =
          new Posted(
              exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body);
      boolean fine =
          exchange.getRequestMethod().equals("POST")
              && "application/json; charset=UTF-8".equals(posted.header("Content-type"))
              && rules.test(posted);
      (fine ? posts : refused).add(posted);
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(fine ? status : 400, 0);
      exchange.getResponseBody().write("canary-of-the-server".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
