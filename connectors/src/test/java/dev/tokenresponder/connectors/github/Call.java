package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A request as it came in. */
record Call(String method, String path, Map<String, String> query, String bearer, String body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What GitHub asks of every request ("Getting started with the REST API", "Headers"). */
  static Call of(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> query = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? new String[0] : raw.split("&")) {
      int equals = part.indexOf('=');
      query.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
    }
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (exchange.getRequestHeaders().getFirst("User-Agent") == null) {
      throw new Refusal(403, "Request forbidden by administrative rules.");
    }
    if (!"2022-11-28".equals(exchange.getRequestHeaders().getFirst("X-GitHub-Api-Version"))
        || !"application/vnd.github+json".equals(exchange.getRequestHeaders().getFirst("Accept"))) {
      throw new Refusal(400, "The double wants the version and the media type to be named");
    }
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query,
        authorization.startsWith("Bearer ") ? authorization.substring(7) : "",
        body);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "Problems parsing JSON");
    }
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(query.getOrDefault(name, String.valueOf(otherwise)));
  }
}
