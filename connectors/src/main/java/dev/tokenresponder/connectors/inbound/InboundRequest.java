package dev.tokenresponder.connectors.inbound;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody on the internet sent; nothing of it is believed yet.
 *
 * @param path with a leading slash
 * @param headers by names in small letters; of several the first
 * @param body the bytes as they came, since that is what is signed
 */
public record InboundRequest(String method, String path, Map<String, String> headers, byte[] body) {

  public InboundRequest {
    headers = Map.copyOf(headers);
  }

  /** A header; null when it did not come. */
  public @Nullable String header(String nameInSmallLetters) {
    return headers.get(nameInSmallLetters);
  }

  /** A header; empty when it did not come. */
  public String headerOrEmpty(String nameInSmallLetters) {
    return headers.getOrDefault(nameInSmallLetters, "");
  }

  /** Without headers and body, which may hold secrets. */
  @Override
  public String toString() {
    return method;
  }
}
