package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;

/**
 * A request.
 *
 * @param path decoded, without the leading slash
 * @param query decoded
 * @param token the bearer token; empty when there is none
 */
record Call(String method, String path, Map<String, String> query, String token, String body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The body, of which no other fields than these are known. */
  JsonNode json(String... known) {
    try {
      JsonNode json = MAPPER.readTree(body.isEmpty() ? "{}" : body);
      only(json, known);
      return json;
    } catch (JsonProcessingException e) {
      throw Refusal.invalid("Invalid JSON payload received.");
    }
  }

  static void only(JsonNode json, String... known) {
    if (!json.isObject()) {
      throw Refusal.invalid("Invalid JSON payload received.");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!Set.of(known).contains(name)) {
                throw Refusal.invalid(
                    "Invalid JSON payload received. Unknown name \""
                        + name
                        + "\": Cannot find field.");
              }
            });
  }
}
