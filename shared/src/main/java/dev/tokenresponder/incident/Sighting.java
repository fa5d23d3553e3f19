package dev.tokenresponder.incident;

import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One finding of an incident, redacted to what people need.
 *
 * @param ip where the call came from
 * @param seenAt when it was judged first; null in what was kept before that was written down
 */
public record Sighting(
    String eventId,
    Instant time,
    String source,
    String eventName,
    @Nullable String ip,
    String ruleId,
    String title,
    Level level,
    @Nullable Instant seenAt) {

  /** A finding of which nobody knows when it was judged. */
  public Sighting(
      String eventId,
      Instant time,
      String source,
      String eventName,
      @Nullable String ip,
      String ruleId,
      String title,
      Level level) {
    this(eventId, time, source, eventName, ip, ruleId, title, level, null);
  }

  /** The same finding, judged at a time. */
  public Sighting judged(@Nullable Instant at) {
    return new Sighting(eventId, time, source, eventName, ip, ruleId, title, level, at);
  }

  /** Whether it is of the same rule in the same event, whenever that was judged. */
  public boolean isAlso(Sighting other) {
    return eventId.equals(other.eventId) && ruleId.equals(other.ruleId);
  }

  /** Stands for a rule: somebody took away what the responder had done. */
  public static final String CONTAINMENT_REMOVED = "containment-removed";

  /** The rule that a contained credential still works. */
  static final String USED_AFTER_CONTAINMENT = "7454a0ff-6f6c-4777-b3c2-a1dbdf354adb";

  private static final Set<String> REOPENING = Set.of(CONTAINMENT_REMOVED, USED_AFTER_CONTAINMENT);

  /** Whether it tells that what was contained is not. */
  public boolean reopens() {
    return REOPENING.contains(ruleId);
  }

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
