package dev.tokenresponder.sigma.correlation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event that counts in a group.
 *
 * @param event the event's id, or a digest of it
 * @param time when it happened
 * @param rule the position, among the correlation's rules, of the one that matched
 * @param value the number, or the digest of the text, that the correlation looks at; null when it
 *     looks at none
 */
public record Seen(String event, Instant time, int rule, @Nullable String value) {

  boolean isSameAs(Seen other) {
    return event.equals(other.event) && rule == other.rule;
  }
}
