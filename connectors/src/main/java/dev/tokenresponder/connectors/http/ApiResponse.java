package dev.tokenresponder.connectors.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * What an interface answered.
 *
 * @param body missing when there is none
 * @param headers by names in small letters; of several the first
 */
public record ApiResponse(int status, JsonNode body, Map<String, String> headers) {

  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  /** Whether there is no such thing. */
  public boolean isNotFound() {
    return status == 404;
  }

  /** A header. */
  public Optional<String> header(String nameInSmallLetters) {
    return Optional.ofNullable(headers.get(nameInSmallLetters));
  }

  /** Without the body, which may hold a secret. */
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
