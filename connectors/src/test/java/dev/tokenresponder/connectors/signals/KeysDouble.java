package dev.tokenresponder.connectors.signals;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The {@code jwks_uri} of a transmitter: {@code /jwks.json}, public keys only (RFC 7517). */
final class KeysDouble implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile String body;
  private volatile int status = 200;
  private volatile String location = "";

  KeysDouble(JWK... keys) throws IOException {
    publish(keys);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  void publish(JWK... keys) {
    body = new JWKSet(Arrays.asList(keys)).toString(true);
  }

  void answerWith(String other) {
    body = other;
  }

  void answerWith(int other) {
    status = other;
  }

  void redirectTo(URI other) {
    status = 302;
    location = other + "/jwks.json";
  }

  int reads() {
    return reads.get();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      reads.incrementAndGet();
      boolean fine =
          exchange.getRequestMethod().equals("GET")
              && exchange.getRequestURI().toString().equals("/jwks.json")
              && !exchange.getRequestHeaders().containsKey("Authorization");
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
      if (!location.isEmpty()) {
        exchange.getResponseHeaders().set("Location", location);
      }
      exchange.sendResponseHeaders(fine ? status : 404, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
