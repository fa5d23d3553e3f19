package dev.tokenresponder.connectors.signals;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of pushed security event tokens as RFC 8935 has it: {@code POST} of {@code
 * application/secevent+jwt} (2.1), 202 without a body when a token is valid, also when it came
 * before (2.2), 400 with {@code err} and {@code description} when it is not (2.3), 401 without
 * authorization, as HTTP has it. Checks tokens by itself, with nothing of what it is there to test.
 */
final class ReceiverDouble implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<String, JsonNode> events = new LinkedHashMap<>();
  private final Deque<Faulty> faults = new ArrayDeque<>();
  private final JWKSet keys;
  private final String authorization;

  ReceiverDouble(JWKSet keys, String authorization) throws IOException {
    this.keys = keys;
    this.authorization = authorization;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  /** An answer out of turn; status 0 takes the token and hangs up. */
  private record Faulty(int status, String body) {}

  /** Answers once with a status and a body, and takes nothing. */
  synchronized ReceiverDouble once(int status, String body) {
    faults.add(new Faulty(status, body));
    return this;
  }

  /** Takes the token and hangs up before the answer, once. */
  synchronized ReceiverDouble onceLost() {
    return once(0, "");
  }

  int requests() {
    return requests.get();
  }

  /** The claims of the tokens that were taken, each once. */
  synchronized List<JsonNode> events() {
    return List.copyOf(events.values());
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String set = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    Faulty fault = faults.poll();
    if (fault != null && fault.status() != 0) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      send(exchange, fault.status(), fault.body());
      return;
    }
    if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "");
      return;
    }
    String error = error(exchange, set);
    if (error != null) {
      send(exchange, 400, "{\"err\":\"" + error + "\",\"description\":\"canary-of-the-server\"}");
    } else if (fault != null) {
      exchange.close();
    } else {
      send(exchange, 202, "");
    }
  }

  private @Nullable String error(HttpExchange exchange, String set) {
    if (!exchange.getRequestMethod().equals("POST")
        || !exchange.getRequestURI().toString().equals("/events?stream=1")
        || !"application/secevent+jwt".equals(header(exchange, "Content-Type"))
        || !"application/json".equals(header(exchange, "Accept"))) {
      return "invalid_request";
    }
    try {
      SignedJWT token = SignedJWT.parse(set);
      JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
      if (key == null) {
        return "invalid_key";
      }
      JWSVerifier verifier =
          key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
      if (!token.verify(verifier)) {
        return "authentication_failed";
      }
      JsonNode claims = Sets.MAPPER.readTree(token.getPayload().toBytes());
      if (!"secevent+jwt".equals(token.getHeader().getType().getType())
          || claims.has("sub")
          || claims.has("exp")
          || !claims.path("iat").isIntegralNumber()
          || claims.path("jti").asText().isEmpty()
          || !claims.path("sub_id").path("format").isTextual()
          || claims.path("events").size() != 1) {
        return "invalid_request";
      }
      if (!claims.path("iss").asText().equals(Sets.ISSUER)) {
        return "invalid_issuer";
      }
      if (!claims.path("aud").asText().equals(Sets.AUDIENCE)) {
        return "invalid_audience";
      }
      events.putIfAbsent(claims.get("jti").asText(), claims);
      return null;
    } catch (Exception e) {
      return "invalid_request";
    }
  }

  private static @Nullable String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : null;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Content-Language", "en-US");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
