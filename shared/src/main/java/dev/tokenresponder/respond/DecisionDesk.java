package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Stop;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes verdicts, each decision once, and passes them on. It has no power over anybody: whoever
 * acts on its messages looks for the verdict in the store.
 */
public final class DecisionDesk {
  private static final Duration LEASE = Duration.ofSeconds(90);

  private final IncidentStore store;
  private final ResponseBus bus;
  private final Clock clock;
  private final Decisions decisions;
  private final HeldActions held;

  /** Records in {@code store} and passes on by {@code bus}. */
  public DecisionDesk(IncidentStore store, ResponseBus bus, Clock clock) {
    this.store = store;
    this.bus = bus;
    this.clock = clock;
    this.decisions = new Decisions(store, clock);
    this.held = new HeldActions(store, clock);
  }

  /** How a decision stands. */
  public sealed interface Standing {

    /**
     * It is to be made.
     *
     * @param outcome of the action, as it stands
     * @param request what waits; null when what was done may be taken back
     */
    record Open(Incident incident, ActionOutcome outcome, @Nullable ActionRequest request)
        implements Standing {}

    /** It has just been made. */
    record Given(Verdict verdict) implements Standing {}

    /** It was made before. */
    record Settled(String how, Instant at) implements Standing {}

    /** The action has come to something else since. */
    record Changed(String how) implements Standing {}

    /** It is still to be made, but a person has stopped everything. */
    record Stopped(Stop order) implements Standing {}

    /** There is no such incident. */
    record Unknown() implements Standing {}
  }

  /** Looks, and changes nothing. */
  public Standing look(Decision decision) {
    ActionKey action = decision.action();
    Optional<Incident> found = store.find(action.incident());
    if (found.isEmpty()) {
      return new Standing.Unknown();
    }
    Incident incident = found.get();
    Optional<ActionOutcome> there = Decisions.outcome(action, incident);
    if (there.isEmpty()) {
      return new Standing.Changed("not there");
    }
    ActionOutcome outcome = there.get();
    if (decisions.asked(outcome).filter(decision::equals).isEmpty()) {
      return Decisions.last(decision, incident)
          .map(DecisionDesk::settled)
          .orElseGet(() -> new Standing.Changed(outcome.status().label()));
    }
    return Decisions.settled(decision, outcome, incident)
        .map(DecisionDesk::settled)
        .orElseGet(() -> open(decision, outcome, incident));
  }

  private Standing open(Decision decision, ActionOutcome outcome, Incident incident) {
    if (decision.question() == Verdict.Question.UNDO) {
      return new Standing.Open(incident, outcome, null);
    }
    return decisions
        .newer(outcome, incident)
        .map(last -> "asked for again, which waits since " + last.at() + " and has a newer link")
        .<Standing>map(Standing.Changed::new)
        .orElseGet(
            () ->
                new Standing.Open(incident, outcome, held.request(decision.action()).orElse(null)));
  }

  /**
   * Makes a decision, when it still is to be made, and passes it on.
   *
   * @return {@code Given}, or why not
   * @throws IllegalArgumentException when the verdict answers another question
   * @throws ActionException as retryable when it is not known to have been made and must be looked
   *     at again; as permanent when the action has just come to something else
   */
  public Standing give(Decision decision, Verdict verdict) {
    if (verdict.question() != decision.question()) {
      throw new IllegalArgumentException(verdict.label() + " does not answer this question");
    }
    Standing standing = look(decision);
    Optional<Standing.Open> open =
        standing instanceof Standing.Open found
            ? Optional.of(found)
            : halfRejected(decision).filter(half -> verdict == Verdict.REJECT);
    if (open.isEmpty()) {
      return standing;
    }
    Optional<Stop> stopped = verdict == Verdict.APPROVE ? store.stopped() : Optional.empty();
    if (stopped.isPresent()) {
      return new Standing.Stopped(stopped.get());
    }
    return give(decision, verdict, open.get());
  }

  private Optional<Standing.Open> halfRejected(Decision decision) {
    return store
        .find(decision.action().incident())
        .flatMap(
            incident ->
                Decisions.outcome(decision.action(), incident)
                    .filter(outcome -> Decisions.isHalfRejected(decision, outcome, incident))
                    .map(outcome -> new Standing.Open(incident, outcome, null)));
  }

  private Standing give(Decision decision, Verdict verdict, Standing.Open open) {
    Instant since = Decisions.since(decision, open.outcome(), open.incident());
    ActionKey key = decision.key(since);
    Instant at = later(clock.instant(), since);
    Claim claim = store.claim(key, clock.instant(), LEASE);
    if (claim instanceof Claim.Done done) {
      return settled(done.outcome());
    }
    if (!(claim instanceof Claim.Granted granted)) {
      throw HeldActions.taken(key);
    }
    try {
      store.begin(granted.token(), record(key, Status.FAILED, verdict.begun(), at));
      pass(message(verdict, open));
    } catch (RuntimeException e) {
      notPassedOn(key, granted.token(), at, e);
      throw e;
    }
    store.complete(granted.token(), record(key, Status.DONE, verdict.sentence(), at));
    return new Standing.Given(verdict);
  }

  /** Whatever the bus says, the decision can be made again. */
  private void pass(Message message) {
    try {
      bus.put(List.of(message));
    } catch (ActionException e) {
      throw ActionException.retryable(String.valueOf(e.getMessage()), e);
    }
  }

  /** A verdict that was begun counts, so that it must not stay when nobody hears of it. */
  private void notPassedOn(ActionKey key, long token, Instant at, RuntimeException because) {
    String nothing = "not passed on; nothing is decided";
    try {
      store.complete(token, record(key, Status.FAILED, nothing, at));
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
  }

  private Message message(Verdict verdict, Standing.Open open) {
    ActionKey action = open.outcome().key();
    ActionRequest request = open.request();
    return switch (verdict) {
      case APPROVE -> {
        if (request == null) {
          throw ActionException.permanent(action + " does not wait for a person");
        }
        yield Message.requested(request);
      }
      case REJECT -> Message.completed(rejected(open.outcome()));
      case UNDO -> Message.undoRequested(action);
    };
  }

  private ActionOutcome rejected(ActionOutcome outcome) {
    return HeldActions.isRejection(outcome) ? outcome : held.reject(outcome.key());
  }

  private static Standing settled(ActionOutcome made) {
    return new Standing.Settled(made.reason(), made.at());
  }

  /** One time from beginning to end: whoever acts in between leaves an outcome that is later. */
  private static ActionOutcome record(ActionKey key, Status status, String reason, Instant at) {
    return new ActionOutcome(key, status, reason, Undo.NOTHING, at);
  }

  /** Clocks of two functions differ; what answers comes after what asks all the same. */
  static Instant later(Instant now, Instant before) {
    return now.isBefore(before) ? before : now;
  }
}
