package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.TokenEvent;
import org.jspecify.annotations.Nullable;

/** What became of one record. */
public sealed interface Decoded {

  /** A token event, with the raw record that rules of its own log source read. */
  record Event(TokenEvent event, JsonNode raw) implements Decoded {}

  /** A record that is well-formed but not a token event of a source we read, and why. */
  record Ignored(@Nullable String source, String reason) implements Decoded {}

  /** A record that should be a token event but cannot be read, and why. */
  record Malformed(@Nullable String source, String reason) implements Decoded {}
}
