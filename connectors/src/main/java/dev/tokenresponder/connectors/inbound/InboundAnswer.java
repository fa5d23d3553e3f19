package dev.tokenresponder.connectors.inbound;

import java.util.HashMap;
import java.util.Map;

/**
 * What to answer.
 *
 * @param headers by name
 */
public record InboundAnswer(int status, Map<String, String> headers, String body) {

  public InboundAnswer {
    headers = Map.copyOf(headers);
  }

  /** A status with a sentence. */
  public static InboundAnswer text(int status, String sentence) {
    return new InboundAnswer(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
        sentence);
  }

  /** A status with JSON; empty for no body. */
  public static InboundAnswer json(int status, String json) {
    return json.isEmpty()
        ? new InboundAnswer(status, Map.of(), "")
        : new InboundAnswer(status, Map.of("Content-Type", "application/json"), json);
  }

  /** The sender did not prove who it is; does not say what was wrong. */
  public static InboundAnswer unproven() {
    return text(401, "the request does not prove where it comes from");
  }

  /** The same, with a header more. */
  public InboundAnswer with(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new InboundAnswer(status, all, body);
  }
}
