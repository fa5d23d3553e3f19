package dev.tokenresponder.incident;

import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One finding of an incident, redacted to what people need.
 *
 * @param ip where the call came from
 */
public record Sighting(
    String eventId,
    Instant time,
    String source,
    String eventName,
    @Nullable String ip,
    String ruleId,
    String title,
    Level level) {

  /** The finding of a rule in an event. */
  public static Sighting of(TokenEvent event, Finding finding) {
    return new Sighting(
        event.id(),
        event.time(),
        event.source(),
        event.name(),
        event.network().ip(),
        finding.ruleId(),
        finding.title(),
        finding.level());
  }
}
