package dev.tokenresponder.connectors.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes what a chat system would take, and refuses all else with status 400. */
final class WebhookDouble implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> urls = new CopyOnWriteArrayList<>();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final int status;
  private final Map<String, String> headers;
  private final long delayMillis;

  WebhookDouble(int status, Map<String, String> headers) throws IOException {
    this(status, headers, 0);
  }

  WebhookDouble(int status, Map<String, String> headers, long delayMillis) throws IOException {
    this.status = status;
    this.headers = headers;
    this.delayMillis = delayMillis;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Path and query of every request. */
  List<String> urls() {
    return List.copyOf(urls);
  }

  /** The bodies of requests that were well formed. */
  List<JsonNode> bodies() {
    return List.copyOf(bodies);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      urls.add(exchange.getRequestURI().toString());
      byte[] body = exchange.getRequestBody().readAllBytes();
      Thread.sleep(delayMillis);
      boolean fine = wellFormed(exchange, body);
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(fine ? status : 400, 0);
      exchange.getResponseBody().write("canary-of-the-server".getBytes(StandardCharsets.US_ASCII));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean wellFormed(HttpExchange exchange, byte[] bytes) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!exchange.getRequestMethod().equals("POST")
        || !"application/json; charset=UTF-8".equals(type)) {
      return false;
    }
    JsonNode body = MAPPER.readTree(bytes);
    boolean slack = exchange.getRequestURI().getPath().startsWith("/services/");
    if (!(slack ? isSlack(body) : isGoogleChat(body, bytes.length))) {
      return false;
    }
    bodies.add(body);
    return true;
  }

  private static boolean isGoogleChat(JsonNode body, int size) {
    return body.size() == 1
        && body.path("text").isTextual()
        && size < 64_000
        && body.get("text").asText().getBytes(StandardCharsets.UTF_8).length <= 32_000;
  }

  private static boolean isSlack(JsonNode body) {
    boolean fine =
        body.path("text").isTextual()
            && body.path("mrkdwn").isBoolean()
            && body.path("blocks").isArray()
            && body.toString().length() < 40_000
            && body.get("blocks").size() <= 50;
    for (JsonNode block : body.path("blocks")) {
      JsonNode text = block.path("text");
      int length = text.path("text").asText().length();
      fine &= block.path("type").asText().equals("section");
      fine &= text.path("type").asText().equals("plain_text");
      fine &= length >= 1 && length <= 3_000;
    }
    return fine;
  }
}
