package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people can decide through links, and what they have decided, by what the store holds. */
public final class Decisions {
  private final IncidentStore store;
  private final HeldActions held;

  /** Reads {@code store}. */
  public Decisions(IncidentStore store, Clock clock) {
    this.store = store;
    this.held = new HeldActions(store, clock);
  }

  /**
   * What there is to decide in an incident as it stands, of each action the latest: what waits
   * first, then what can be taken back, each the newest first.
   */
  public List<Decision> open(Incident incident) {
    return incident.containment().stream()
        .sorted(Comparator.comparing(ActionOutcome::at).reversed())
        .flatMap(
            outcome -> asked(outcome).filter(d -> settled(d, outcome, incident).isEmpty()).stream())
        .sorted(Comparator.comparing(Decision::question))
        .toList();
  }

  /** What an action as it stands asks a person; one that failed after it waited can be approved. */
  Optional<Decision> asked(ActionOutcome outcome) {
    if (HeldActions.waits(outcome)) {
      return held.request(outcome.key()).map(Decision::about);
    }
    return outcome.status() == Status.DONE && outcome.canBeUndone()
        ? Optional.of(Decision.about(outcome.key(), outcome.undo()))
        : Optional.empty();
  }

  /** Since when the question is the one that it is now: a verdict of before was for another. */
  static Instant since(Decision decision, ActionOutcome outcome, Incident incident) {
    return recorded(decision, incident)
        .filter(verdict -> verdict.status() == Status.REFUSED)
        .map(ActionOutcome::at)
        .filter(outcome.at()::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(outcome.at());
  }

  /** The verdict that ended the question as it is now. */
  static Optional<ActionOutcome> settled(
      Decision decision, ActionOutcome outcome, Incident incident) {
    Instant since = since(decision, outcome, incident);
    return verdicts(decision, incident)
        .filter(ActionOutcome::isFinal)
        .filter(verdict -> !verdict.at().isBefore(since))
        .findFirst();
  }

  /** The verdict that was passed on last, on whatever occasion. */
  static Optional<ActionOutcome> last(Decision decision, Incident incident) {
    return verdicts(decision, incident)
        .filter(ActionOutcome::isFinal)
        .max(Comparator.comparing(ActionOutcome::at));
  }

  /** The same action asked for later, which waits as well: it is about more than this one. */
  Optional<ActionOutcome> newer(ActionOutcome outcome, Incident incident) {
    ActionKey key = outcome.key();
    return incident.containment().stream()
        .filter(last -> last.key().action().equals(key.action()))
        .filter(last -> last.key().name().equals(key.name()))
        .filter(last -> !last.key().equals(key) && last.at().isAfter(outcome.at()))
        .filter(
            last -> asked(last).filter(d -> d.question() == Verdict.Question.DECIDE).isPresent())
        .findFirst();
  }

  /** A rejection through a link that is recorded, while it is not known to have been passed on. */
  static boolean isHalfRejected(Decision decision, ActionOutcome outcome, Incident incident) {
    return decision.question() == Verdict.Question.DECIDE
        && HeldActions.isRejection(outcome)
        && verdicts(decision, incident).findAny().isPresent()
        && last(decision, incident).isEmpty();
  }

  private static Stream<ActionOutcome> recorded(Decision decision, Incident incident) {
    return incident.actions().stream().filter(decision::isRecordedIn);
  }

  private static Stream<ActionOutcome> verdicts(Decision decision, Incident incident) {
    return recorded(decision, incident).filter(record -> record.status() != Status.REFUSED);
  }

  /** When a person said so, about the question that came up then. */
  private static Optional<Instant> given(
      Decision decision, Verdict verdict, Instant since, Incident incident) {
    return verdicts(decision, incident)
        .filter(record -> verdict.isIn(record.reason()))
        .map(ActionOutcome::at)
        .filter(at -> !at.isBefore(since))
        .max(Comparator.naturalOrder());
  }

  /**
   * What waits for a person.
   *
   * @param approvedAt when a person approved it; null when nobody has
   */
  record Waiting(ActionRequest request, ActionOutcome outcome, @Nullable Instant approvedAt) {

    /**
     * Whether it stays as it is when this is asked for: many may write to the bus, and what waits
     * for a person is neither ended nor made another by a message.
     */
    boolean outlasts(ActionRequest other) {
      boolean asks = other.mode() == Disposition.APPROVE || other.mode() == Disposition.ENFORCE;
      return approvedAt == null && !(asks && Decision.about(other).equals(Decision.about(request)));
    }
  }

  /** What waits under this key: what is to be done once it is approved, whatever a message says. */
  Optional<Waiting> waiting(ActionKey key) {
    return held.request(key)
        .flatMap(
            request ->
                store
                    .find(key.incident())
                    .flatMap(
                        incident ->
                            outcome(key, incident)
                                .filter(HeldActions::waits)
                                .map(outcome -> waiting(request, outcome, incident))));
  }

  private static Waiting waiting(ActionRequest request, ActionOutcome outcome, Incident incident) {
    Decision decision = Decision.about(request);
    Instant since = since(decision, outcome, incident);
    return new Waiting(
        request, outcome, given(decision, Verdict.APPROVE, since, incident).orElse(null));
  }

  /** Whether what was held under this key was approved, whatever became of it since. */
  boolean isApproved(ActionKey key) {
    return held.request(key).stream()
        .map(Decision::about)
        .flatMap(d -> store.find(key.incident()).stream().flatMap(i -> verdicts(d, i)))
        .max(Comparator.comparing(ActionOutcome::at))
        .filter(verdict -> Verdict.APPROVE.isIn(verdict.reason()))
        .isPresent();
  }

  /** That a person had an action taken back, and when. */
  record Said(Decision decision, Instant at) {}

  /** That a person said so, when an action is to be taken back, or was. */
  Optional<Said> toBeUndone(ActionKey key) {
    return store
        .find(key.incident())
        .flatMap(
            incident -> outcome(key, incident).flatMap(outcome -> toBeUndone(outcome, incident)));
  }

  private static Optional<Said> toBeUndone(ActionOutcome outcome, Incident incident) {
    Decision decision = Decision.about(outcome.key(), outcome.undo());
    boolean undone = outcome.status() == Status.UNDONE;
    Instant since = undone ? Instant.MIN : since(decision, outcome, incident);
    return given(decision, Verdict.UNDO, since, incident).map(at -> new Said(decision, at));
  }

  static Optional<ActionOutcome> outcome(ActionKey key, Incident incident) {
    return incident.actions().stream().filter(outcome -> outcome.key().equals(key)).findFirst();
  }
}
