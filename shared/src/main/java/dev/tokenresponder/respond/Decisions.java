package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What people can decide through links, and what they have decided, by what the store holds. */
public final class Decisions {
  private final IncidentStore store;
  private final HeldActions held;

  /** Reads {@code store}. */
  public Decisions(IncidentStore store, Clock clock) {
    this.store = store;
    this.held = new HeldActions(store, clock);
  }

  /** What there is to decide in an incident as it stands, of each action the latest. */
  public List<Decision> open(Incident incident) {
    return incident.containment().stream().flatMap(outcome -> open(outcome).stream()).toList();
  }

  /** Whether this is still to be decided: the action as it stands asks for just that. */
  boolean isOpen(Decision decision, Incident incident) {
    return incident.actions().stream()
        .filter(outcome -> outcome.key().equals(decision.action()))
        .flatMap(outcome -> open(outcome).stream())
        .anyMatch(decision::equals);
  }

  private Optional<Decision> open(ActionOutcome outcome) {
    if (outcome.status() == Status.HELD) {
      return held.request(outcome.key()).map(Decision::about);
    }
    return outcome.status() == Status.DONE && outcome.canBeUndone()
        ? Optional.of(Decision.about(outcome.key(), outcome.undo()))
        : Optional.empty();
  }

  /** The verdict's record, where there is one. */
  static Stream<ActionOutcome> recorded(Decision decision, Incident incident) {
    return incident.actions().stream().filter(outcome -> outcome.key().equals(decision.key()));
  }

  /** Whether a person has said so. */
  private static boolean isGiven(Decision decision, Verdict verdict, Incident incident) {
    return recorded(decision, incident).anyMatch(outcome -> verdict.isIn(outcome.reason()));
  }

  /** What waits and was approved: what is to be done, whatever a message says. */
  Optional<ActionRequest> approved(ActionKey key) {
    return approved(key, incident -> HeldActions.waits(key, incident));
  }

  /** Whether what was held under this key was approved, and may be done by now. */
  boolean isApproved(ActionKey key) {
    return approved(key, incident -> true).isPresent();
  }

  private Optional<ActionRequest> approved(ActionKey key, Predicate<Incident> state) {
    return held.request(key)
        .filter(
            request ->
                store
                    .find(key.incident())
                    .filter(state)
                    .filter(i -> isGiven(Decision.about(request), Verdict.APPROVE, i))
                    .isPresent());
  }

  /** Whether what an action did is to be taken back, or was. */
  boolean isToBeUndone(ActionKey key) {
    return store.find(key.incident()).stream()
        .flatMap(
            incident ->
                incident.actions().stream()
                    .filter(outcome -> outcome.key().equals(key))
                    .map(outcome -> Decision.about(key, outcome.undo()))
                    .filter(decision -> isGiven(decision, Verdict.UNDO, incident)))
        .findFirst()
        .isPresent();
  }
}
