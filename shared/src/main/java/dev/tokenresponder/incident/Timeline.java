package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an incident, in the order of time; of one time, a cause before what it caused.
 */
public record Timeline(List<Entry> entries) {

  public Timeline {
    entries = List.copyOf(entries);
  }

  /** The name of the action that looks again at what another one did. */
  public static final String RECHECK = "re-check";

  /** How its reason begins when everything was as it was left. */
  public static final String STILL_SO = "still so: ";

  /** What sort of thing happened. */
  public enum Kind {
    /** What a credential did, by its source's clock. */
    EVENT,
    /** The event was seen here and judged. */
    JUDGED,
    /** What became of an action. */
    ACTED,
    /** What was done before was looked at again, and was still there. */
    PROVEN;

    /** The spelling in output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that happened.
   *
   * @param what in a few words
   * @param detail where, why or what was read back
   * @param status of an action; null for anything else
   */
  public record Entry(Instant at, Kind kind, String what, String detail, @Nullable Status status) {}

  /** The timeline of an incident. */
  public static Timeline of(Incident incident) {
    List<Entry> entries = new ArrayList<>();
    Map<String, List<Sighting>> byEvent = new LinkedHashMap<>();
    for (Sighting sighting : incident.sightings()) {
      byEvent.computeIfAbsent(sighting.eventId(), id -> new ArrayList<>()).add(sighting);
    }
    byEvent.values().forEach(sightings -> addEvent(entries, sightings));
    addActions(entries, incident.actions());
    entries.sort(Comparator.comparing(Entry::at).thenComparing(Entry::kind));
    return new Timeline(entries);
  }

  private static void addEvent(List<Entry> entries, List<Sighting> sightings) {
    Sighting one = sightings.get(0);
    String from = one.ip() == null ? "" : " from " + one.ip();
    entries.add(new Entry(one.time(), Kind.EVENT, one.eventName(), one.source() + from, null));
    Map<Instant, List<Sighting>> judged = new LinkedHashMap<>();
    for (Sighting sighting : sightings) {
      if (sighting.seenAt() != null) {
        judged.computeIfAbsent(sighting.seenAt(), at -> new ArrayList<>()).add(sighting);
      }
    }
    judged.forEach(
        (at, found) ->
            entries.add(
                new Entry(
                    at,
                    Kind.JUDGED,
                    found.stream()
                        .map(Sighting::level)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .label(),
                    found.stream().map(Sighting::title).collect(Collectors.joining("; ")),
                    null)));
  }

  private static void addActions(List<Entry> entries, List<ActionOutcome> actions) {
    Map<String, Instant> done = new HashMap<>();
    for (ActionOutcome outcome :
        actions.stream().sorted(Comparator.comparing(ActionOutcome::at)).toList()) {
      String what = outcome.key().action() + " " + outcome.key().name();
      boolean again = done.containsKey(what);
      boolean isDone = outcome.status() == Status.DONE;
      if (isDone && isContainment(outcome)) {
        done.put(what, outcome.at());
      }
      entries.add(
          new Entry(
              outcome.at(),
              isProof(outcome, again) ? Kind.PROVEN : Kind.ACTED,
              what,
              outcome.reason(),
              outcome.status()));
    }
  }

  private static boolean isProof(ActionOutcome outcome, boolean again) {
    return outcome.key().action().equals(RECHECK)
        ? outcome.reason().startsWith(STILL_SO)
        : again && outcome.status() == Status.DONE && !isRestored(outcome);
  }

  /** A look that finds the change gone has it made again, on an occasion of its own. */
  public static boolean isRestored(ActionOutcome outcome) {
    return outcome.key().target().contains("#" + RECHECK);
  }

  private static boolean isContainment(ActionOutcome outcome) {
    return Catalogue.find(outcome.key().action()).map(ActionSpec::containment).orElse(false);
  }
}
