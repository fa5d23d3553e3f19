package dev.tokenresponder.export;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Sighting;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Collectors;

/** What the forms have in common. */
final class Findings {
  static final String PRODUCT = "token-responder";

  private Findings() {}

  static String title(Incident incident) {
    return incident.sightings().stream()
        .max(Comparator.comparing(Sighting::level))
        .map(Sighting::title)
        .orElse("An incident");
  }

  static String description(Incident incident, int longest) {
    String actions =
        incident.actions().stream()
            .map(o -> o.key().action() + " " + o.status().label())
            .collect(Collectors.joining(", "));
    return clip(
        incident.subject()
            + " of "
            + incident.principal()
            + ": "
            + incident.state().label()
            + (actions.isEmpty() ? "" : "; " + actions),
        longest);
  }

  /** When something was last seen or done. */
  static Instant updated(Incident incident) {
    Instant seen =
        incident.sightings().stream()
            .map(Sighting::time)
            .max(Comparator.naturalOrder())
            .orElse(incident.openedAt());
    return incident.actions().stream()
        .map(ActionOutcome::at)
        .reduce(seen, (one, other) -> one.isAfter(other) ? one : other);
  }

  static String clip(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
  }
}
