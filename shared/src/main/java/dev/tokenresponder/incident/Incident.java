package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.event.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All findings about one credential within a window.
 *
 * @param id {@code inc-<day>-<hash>}; the same credential and first event give the same id
 * @param subject the credential, or, where there is none, the principal
 * @param principal the full name of whom it speaks for
 * @param openedAt the time of the first event
 * @param family how credentials came of each other, at most {@link Relative#MOST}; empty when
 *     nothing is known but the subject
 */
public record Incident(
    String id,
    String subject,
    String principal,
    @Nullable String account,
    Instant openedAt,
    List<Sighting> sightings,
    List<Relative> family,
    List<ActionOutcome> actions) {

  public Incident {
    sightings = List.copyOf(sightings);
    family = List.copyOf(family);
    actions = List.copyOf(actions);
  }

  /** An incident about one credential of which no family is known. */
  public Incident(
      String id,
      String subject,
      String principal,
      @Nullable String account,
      Instant openedAt,
      List<Sighting> sightings,
      List<ActionOutcome> actions) {
    this(id, subject, principal, account, openedAt, sightings, List.of(), actions);
  }

  /** Where it stands. */
  public IncidentState state() {
    return IncidentState.of(containment(), isReopened());
  }

  /** Whether something showed, after it was contained, that it is not, or was not for a while. */
  public boolean isReopened() {
    Instant first =
        actions.stream()
            .filter(IncidentState::contains)
            .map(ActionOutcome::at)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    return sightings.stream().anyMatch(s -> s.reopens() && s.time().isAfter(first));
  }

  /** What became, last, of each action that takes something away. */
  public List<ActionOutcome> containment() {
    Map<String, ActionOutcome> latest = new LinkedHashMap<>();
    for (ActionOutcome outcome : actions) {
      boolean containment =
          Catalogue.find(outcome.key().action()).map(ActionSpec::containment).orElse(false);
      if (containment) {
        latest.merge(
            outcome.key().action() + " " + outcome.key().name(),
            outcome,
            (one, other) -> one.at().isAfter(other.at()) ? one : other);
      }
    }
    return List.copyOf(latest.values());
  }

  /** How serious it is: as its most serious finding. */
  public Level level() {
    return sightings.stream()
        .map(Sighting::level)
        .max(Comparator.naturalOrder())
        .orElse(Level.INFORMATIONAL);
  }
}
