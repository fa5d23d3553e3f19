package dev.tokenresponder.respond;

import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Many incidents of one kind, by their most serious finding, in one account and hour, which people
 * are told of once. What is only claimed makes a storm of its own. They are incidents of their own,
 * and what is to be done is done in each of them; only the telling is one.
 */
final class Storms {
  /** So many incidents are told one by one; a later one is of the storm. */
  static final int MOST_TOLD = 20;

  /** So many of its incidents a storm names. */
  static final int MOST_NAMED = 100;

  private static final Duration WINDOW = Duration.ofHours(1);

  private final IncidentStore store;

  Storms(IncidentStore store) {
    this.store = store;
  }

  /**
   * The incident that stands for the storm in which an incident came; empty when there is none. An
   * event that comes twice may count twice, so that a storm begins a little early.
   *
   * @param incident with the event in it
   */
  Optional<Incident> around(
      Incident incident, TokenEvent event, List<Finding> findings, Instant now) {
    Finding kind = Collections.max(findings, Comparator.comparing(Finding::level));
    String of = kind.ruleId() + " " + event.provenance();
    String subject = "storm of " + of;
    Optional<Incident> storm =
        store
            .latest(subject, event.account())
            .filter(there -> there.openedAt().plus(WINDOW).isAfter(now));
    if (!isNew(incident, event)) {
      return storm.filter(there -> !there.openedAt().isAfter(firstJudged(incident)));
    }
    String limit = "storm/" + of + "/" + event.account();
    if (storm.isEmpty() && store.consume(limit, now, MOST_TOLD)) {
      return Optional.empty();
    }
    if (storm.filter(there -> there.sightings().size() >= MOST_NAMED).isPresent()) {
      return storm;
    }
    return Optional.of(store.report(named(subject, incident, event, kind, now)));
  }

  /** By this clock, as a storm's beginning is. */
  private static Instant firstJudged(Incident incident) {
    return incident.sightings().stream()
        .map(sighting -> sighting.seenAt() == null ? sighting.time() : sighting.seenAt())
        .min(Comparator.naturalOrder())
        .orElse(incident.openedAt());
  }

  private static boolean isNew(Incident incident, TokenEvent event) {
    return incident.sightings().stream().allMatch(s -> s.eventId().equals(event.id()));
  }

  private static IncidentReport named(
      String subject, Incident incident, TokenEvent event, Finding kind, Instant now) {
    Sighting seen = Sighting.of(event, kind);
    return new IncidentReport(
        subject,
        "many principals",
        event.account(),
        now,
        WINDOW,
        List.of(
            new Sighting(
                seen.eventId(),
                seen.time(),
                seen.source(),
                seen.eventName(),
                seen.ip(),
                seen.ruleId(),
                seen.title() + ": " + incident.principal() + ", " + incident.id(),
                seen.level())));
  }
}
