package dev.tokenresponder.connectors.saas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that keeps what it is told; what goes wrong with it can be chosen. */
public abstract class HttpDouble implements AutoCloseable {
  private final List<Fault> faults = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** How a request goes wrong. */
  public enum Kind {
    /** It is answered with an error and not done. */
    REFUSED,
    /** It is done, and answered with an error all the same. */
    DONE_BUT_FAILED,
    /** It is done, and the connection ends without an answer. */
    DONE_BUT_CUT,
    /** It is answered, but by something that is no answer. */
    GARBLED,
    /** It is answered with JSON that lacks what it should have. */
    HOLLOW
  }

  private record Fault(String method, String path, Kind kind, int status) {}

  /** A request. */
  public record Call(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {

    /** A header, by its name in small letters; empty when missing. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The body as a form. */
    public Map<String, String> form() {
      return header("content-type").startsWith("application/x-www-form-urlencoded")
          ? fields(body)
          : Map.of();
    }
  }

  /** An answer. */
  public record Reply(int status, String body, Map<String, String> headers) {
    /** JSON. */
    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  protected HttpDouble() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /** Where it is. */
  public final String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What was asked for, as {@code METHOD path}. */
  public final synchronized List<String> calls() {
    return calls.stream().map(call -> call.method() + " " + call.path()).toList();
  }

  /** The next requests of a method whose path ends so go wrong. */
  public final synchronized void next(
      int times, String method, String pathEnd, Kind kind, int status) {
    for (int i = 0; i < times; i++) {
      faults.add(new Fault(method, pathEnd, kind, status));
    }
  }

  /** The answer of the real thing. */
  protected abstract Reply answer(Call call);

  /** An error answer, in the form that the real thing has. */
  protected abstract Reply error(int status);

  private synchronized Fault take(Call call) {
    for (Fault fault : faults) {
      if (fault.method().equals(call.method()) && call.path().endsWith(fault.path())) {
        faults.remove(fault);
        return fault;
      }
    }
    return null;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = call(exchange);
      Fault fault = take(call);
      Reply reply;
      synchronized (this) {
        calls.add(call);
        boolean done =
            fault == null
                || fault.kind() == Kind.DONE_BUT_FAILED
                || fault.kind() == Kind.DONE_BUT_CUT;
        reply = done ? answer(call) : error(fault.status());
      }
      if (fault != null && fault.kind() == Kind.DONE_BUT_CUT) {
        return;
      }
      send(exchange, fault == null ? reply : spoilt(fault, reply));
    }
  }

  private Reply spoilt(Fault fault, Reply reply) {
    return switch (fault.kind()) {
      case REFUSED -> reply;
      case DONE_BUT_FAILED -> error(fault.status());
      case DONE_BUT_CUT -> reply;
      case GARBLED -> Reply.of(200, "<html>the proxy is tired</html>");
      case HOLLOW -> Reply.of(200, "{\"ok\":true}");
    };
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Call call(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
    String query = exchange.getRequestURI().getRawQuery();
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        fields(query == null ? "" : query),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split("&")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
