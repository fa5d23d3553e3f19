package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where an incident stands, by what became of its containment actions. */
public enum IncidentState {
  /** Nothing has been decided or done yet. */
  OPEN,
  /** What would be done is recorded; nothing was changed. */
  OBSERVED,
  /**
   * Something could not be done or must not be done, or what was done only prevents more, and
   * nothing else contains the credential.
   */
  UNCONTAINED,
  /** Something waits for a person. */
  HELD,
  /** A person took something back, so that nothing may contain the credential any more. */
  UNDONE,
  /**
   * What was contained was used all the same, or somebody took the containment away: whatever was
   * done since, a person should look.
   */
  REOPENED,
  /** Every containment action was done and read back, and one at least contains. */
  CONTAINED;

  /** Whether all was done that was to be done. */
  public boolean isContained() {
    return this == CONTAINED || this == REOPENED;
  }

  /** The spelling in output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state that containment outcomes add up to; the one that needs a person most decides. */
  static IncidentState of(Collection<ActionOutcome> outcomes, boolean reopened) {
    Set<Status> containment = EnumSet.noneOf(Status.class);
    outcomes.forEach(outcome -> containment.add(outcome.status()));
    if (containment.contains(Status.FAILED) || containment.contains(Status.REFUSED)) {
      return UNCONTAINED;
    }
    if (containment.contains(Status.HELD)) {
      return HELD;
    }
    if (containment.contains(Status.UNDONE)) {
      return UNDONE;
    }
    if (containment.contains(Status.PLANNED)) {
      return OBSERVED;
    }
    if (outcomes.stream().anyMatch(IncidentState::contains)) {
      return reopened ? REOPENED : CONTAINED;
    }
    return outcomes.isEmpty() ? OPEN : UNCONTAINED;
  }

  static boolean contains(ActionOutcome outcome) {
    return outcome.status() == Status.DONE
        && Catalogue.find(outcome.key().action()).map(ActionSpec::contains).orElse(false);
  }
}
