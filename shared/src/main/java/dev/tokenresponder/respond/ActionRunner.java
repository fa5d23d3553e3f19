package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Limits;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Decisions.Waiting;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a request to an outcome: claim, look, check once more, act, read back, record. Asked for the
 * same action twice, it acts once.
 */
public final class ActionRunner {
  private static final String REJECTED = HeldActions.REJECTED;

  private final Map<String, ActionHandler> handlers;
  private final Policy policy;
  private final IncidentStore store;
  private final Clock clock;
  private final HeldActions held;
  private final Decisions decisions;
  private final Metrics metrics;

  /**
   * @param handlers by action name
   */
  public ActionRunner(
      Map<String, ActionHandler> handlers, Policy policy, IncidentStore store, Clock clock) {
    this(handlers, policy, store, clock, Metrics.NONE);
  }

  /**
   * @param handlers by action name
   */
  public ActionRunner(
      Map<String, ActionHandler> handlers,
      Policy policy,
      IncidentStore store,
      Clock clock,
      Metrics metrics) {
    this.handlers = Map.copyOf(handlers);
    this.policy = policy;
    this.store = store;
    this.clock = clock;
    this.held = new HeldActions(store, clock);
    this.decisions = new Decisions(store, clock);
    this.metrics = metrics;
  }

  /**
   * Performs one action.
   *
   * @return what became of it, as recorded
   * @throws ActionException as retryable when it must be asked for again; then nothing is recorded
   *     but the undo of a change that may have been made
   */
  public ActionOutcome run(ActionRequest request) {
    return performed(request).outcome();
  }

  /** As {@link #run}, and whether it contained something. */
  Performed performed(ActionRequest request) {
    Claim claim = store.claim(request.key(), clock.instant(), HeldActions.LEASE);
    if (claim instanceof Claim.Done done) {
      return Performed.of(done.outcome());
    }
    if (claim instanceof Claim.Granted granted) {
      return performed(request, granted.token());
    }
    throw HeldActions.taken(request.key());
  }

  private Performed performed(ActionRequest request, long token) {
    Optional<Waiting> waiting;
    try {
      waiting = decisions.waiting(request.key());
    } catch (RuntimeException e) {
      store.release(request.key(), token);
      throw e;
    }
    Optional<ActionOutcome> stays =
        waiting.filter(there -> there.outlasts(request)).map(Waiting::outcome);
    if (stays.isPresent()) {
      store.release(request.key(), token);
      return Performed.of(stays.get());
    }
    return perform(
        waiting
            .map(there -> job(request, token, there))
            .orElseGet(() -> new Job(request, token, false, null, Instant.MIN)));
  }

  /** What was approved is done as it was held, whatever the message says. */
  private static Job job(ActionRequest request, long token, Waiting waiting) {
    Instant since = waiting.outcome().at();
    Instant approvedAt = waiting.approvedAt();
    if (approvedAt != null) {
      ActionRequest approved = Cutoffs.approved(waiting.request(), approvedAt);
      return new Job(approved, token, true, since, approvedAt.plusMillis(1));
    }
    boolean held = waiting.outcome().status() == Status.HELD;
    return new Job(request, token, false, held ? since : null, Instant.MIN);
  }

  /**
   * Performs an action that waits, because a person says so: whatever the mode, and beyond limits.
   * Exemptions hold all the same, and whom policy does not look after.
   *
   * @return what became of it, as recorded
   * @throws ActionException as permanent when it does not wait; as retryable when it must be
   *     approved again
   */
  public ActionOutcome approve(ActionKey key) {
    return held.decided(
        key,
        (request, token) -> perform(new Job(request, token, true, null, Instant.MIN)).outcome());
  }

  /**
   * Refuses an action that waits, because a person says so.
   *
   * @return the refusal, as recorded
   * @throws ActionException as {@link #approve} does
   */
  public ActionOutcome reject(ActionKey key) {
    return held.reject(key);
  }

  /**
   * A request that is being performed.
   *
   * @param approved whether a person said so
   * @param waitsSince when it was held first, or once more after a verdict; null when it was not.
   *     What ends nothing keeps that time, for a verdict counts while the outcome is older
   * @param notBefore later than the verdict, whatever the clocks say: what ends in another way
   */
  private record Job(
      ActionRequest request,
      long token,
      boolean approved,
      @Nullable Instant waitsSince,
      Instant notBefore) {

    Job with(ActionRequest other) {
      return new Job(other, token, approved, waitsSince, notBefore);
    }

    /** Whether a person was, or is to be, asked. */
    boolean waited() {
      return approved || waitsSince != null;
    }

    /** The time of an outcome after which it waits as before, or is tried again. */
    Instant asBefore(Instant now) {
      return waitsSince == null ? now : waitsSince;
    }
  }

  private Performed perform(Job asked) {
    ActionRequest request = Cutoffs.notAhead(asked.request(), clock.instant());
    long token = asked.token();
    Job job = asked.with(request);
    Performed performed;
    try {
      performed = decide(job);
    } catch (Unfinished e) {
      store.complete(token, e.outcome);
      throw e.fault;
    } catch (ActionException e) {
      if (e.isRetryable()) {
        store.release(request.key(), token);
        throw e;
      }
      performed = Performed.of(failed(job, String.valueOf(e.getMessage()), Undo.NOTHING));
    } catch (RuntimeException e) {
      store.release(request.key(), token);
      throw e;
    }
    ActionOutcome outcome = performed.outcome();
    if (outcome.status() == Status.HELD) {
      store.hold(token, outcome, ActionMessages.write(request));
    } else {
      store.complete(token, outcome);
    }
    count(job, performed);
    return performed;
  }

  /** What goes on waiting does not end again. */
  private void count(Job job, Performed performed) {
    Status status = performed.outcome().status();
    if (status != Status.HELD || !job.waited()) {
      metrics.ended(status);
    }
    if (performed.timeToContain() != null) {
      metrics.contained(performed.timeToContain());
    }
  }

  /**
   * A change may have been made but cannot be confirmed yet: its undo is recorded before a retry.
   */
  private static final class Unfinished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ActionOutcome outcome;
    private final ActionException fault;

    Unfinished(ActionOutcome outcome, ActionException fault) {
      super(fault);
      this.outcome = outcome;
      this.fault = fault;
    }
  }

  private Performed decide(Job job) {
    ActionRequest request = job.request();
    ActionHandler handler = handlers.get(request.action());
    Optional<ActionSpec> action = Catalogue.find(request.action());
    if (handler == null || action.isEmpty()) {
      throw ActionException.permanent("this function does not perform '" + request.action() + "'");
    }
    if (action.get().containment() && !policy.looksAfter(action.get(), request.account())) {
      return Performed.of(
          refused(request, "account " + request.account() + " is not among the policy's accounts"));
    }
    Preparation preparation = handler.prepare(request);
    if (preparation instanceof Preparation.Ready ready) {
      return changed(job, change(job, action.get(), ready.change()));
    }
    if (preparation instanceof Preparation.Unchanged unchanged) {
      ActionOutcome done = outcome(request, Status.DONE, unchanged.reason(), unchanged.undo());
      return isBegun(request) ? changed(job, done) : Performed.of(done);
    }
    return Performed.of(refused(request, ((Preparation.Refused) preparation).reason()));
  }

  /** What waited for a person took as long as that person. */
  private static Performed changed(Job job, ActionOutcome outcome) {
    return job.waited() ? Performed.of(outcome) : Performed.changed(job.request(), outcome);
  }

  /** Whether the change was made when this was asked for before, and could not be confirmed. */
  private boolean isBegun(ActionRequest request) {
    return store.find(request.incident()).stream()
        .flatMap(incident -> incident.actions().stream())
        .filter(outcome -> outcome.key().equals(request.key()))
        .anyMatch(outcome -> outcome.status() == Status.FAILED && outcome.canBeUndone());
  }

  /** A policy that has become more careful since the request was made has the last word. */
  private Disposition mode(Job job, ActionSpec action) {
    ActionRequest request = job.request();
    if (request.mode() == Disposition.REFUSE) {
      return Disposition.REFUSE;
    }
    if (job.approved()) {
      return Disposition.ENFORCE;
    }
    return switch (policy.mode()) {
      case MONITOR -> Disposition.MONITOR;
      case APPROVE ->
          action.containment() && request.mode() == Disposition.ENFORCE
              ? Disposition.APPROVE
              : request.mode();
      case ENFORCE -> request.mode();
    };
  }

  /** The one place where a dry run and a real run part. */
  private ActionOutcome change(Job job, ActionSpec action, Change change) {
    ActionRequest request = job.request();
    Optional<String> exempt =
        action.containment()
            ? policy.exemption(action, affected(change), request.account())
            : Optional.empty();
    if (exempt.isPresent()) {
      return refused(request, exempt.get());
    }
    if (!job.approved() && isRejected(request)) {
      return refused(request, REJECTED);
    }
    return switch (mode(job, action)) {
      case MONITOR ->
          outcome(request, Status.PLANNED, "would: " + change.description(), Undo.NOTHING);
      case APPROVE -> held(job, request.reason() + "; waits for approval", change);
      case REFUSE -> refused(request, request.reason());
      case ENFORCE ->
          whyWait(job, action)
              .map(why -> held(job, why + "; waits for a person", change))
              .orElseGet(() -> enforce(job, change));
    };
  }

  private static List<Principal> affected(Change change) {
    List<Principal> affected = new ArrayList<>(change.alsoAffected());
    affected.add(change.principal());
    return affected;
  }

  /** What ends half-way may have changed something, so its undo is recorded first. */
  private ActionOutcome enforce(Job job, Change change) {
    ActionRequest request = job.request();
    if (!change.undo().equals(Undo.NOTHING)) {
      String begun = "begun, and not known to have ended";
      store.begin(job.token(), unfinished(job, begun, change));
    }
    try {
      change.apply();
      return outcome(request, Status.DONE, change.verify(), change.undo());
    } catch (ActionException e) {
      String reason = String.valueOf(e.getMessage());
      if (e.isRetryable()) {
        throw new Unfinished(unfinished(job, reason, change), e);
      }
      return failed(job, reason, change.undo());
    }
  }

  private ActionOutcome unfinished(Job job, String reason, Change change) {
    Instant at = job.asBefore(clock.instant());
    return new ActionOutcome(job.request().key(), Status.FAILED, reason, change.undo(), at);
  }

  private Optional<String> whyWait(Job job, ActionSpec action) {
    Optional<String> stopped = action.containment() ? stopped() : Optional.empty();
    if (job.approved() || stopped.isPresent()) {
      return stopped;
    }
    return decidedAgainst(job.request()).or(() -> overLimit(job.request(), action));
  }

  /** Whoever gave the order can take it back; a person's word on one action does not. */
  private Optional<String> stopped() {
    return store
        .stopped()
        .map(
            order ->
                "everything is stopped by "
                    + order.by()
                    + " since "
                    + order.at()
                    + ": "
                    + order.reason());
  }

  /**
   * What a person has undone or rejected is not done in the same incident without a person, until
   * it is re-armed.
   */
  private Optional<String> decidedAgainst(ActionRequest request) {
    return store.find(request.incident()).stream()
        .flatMap(
            incident ->
                incident.actions().stream()
                    .filter(o -> Rearming.last(incident).filter(o.at()::isBefore).isEmpty()))
        .filter(outcome -> outcome.key().action().equals(request.action()))
        .filter(outcome -> outcome.key().name().equals(request.key().name()))
        .filter(outcome -> outcome.status() == Status.UNDONE || HeldActions.isRejection(outcome))
        .max(Comparator.comparing(ActionOutcome::at))
        .map(
            outcome ->
                "the same was "
                    + (HeldActions.isRejection(outcome) ? "rejected" : "taken back")
                    + " by a person at "
                    + outcome.at());
  }

  /** Asked for again on the same occasion, it stays rejected. */
  private boolean isRejected(ActionRequest request) {
    return store.find(request.incident()).stream()
        .flatMap(incident -> incident.actions().stream())
        .anyMatch(
            outcome -> outcome.key().equals(request.key()) && HeldActions.isRejection(outcome));
  }

  /**
   * Counting first and acting after may count an action that then fails: never one too few. The
   * narrowest limit comes first, so that one account cannot use up what others may need.
   */
  private Optional<String> overLimit(ActionRequest request, ActionSpec action) {
    if (!action.containment()) {
      return Optional.empty();
    }
    Limits limits = policy.limits();
    if (!uses("account/" + request.account(), limits.perAccountPerHour())) {
      return Optional.of("the limit of " + limits.perAccountPerHour() + " per account and hour");
    }
    if (!uses("action/" + action.name(), limits.perActionPerHour())) {
      return Optional.of("the limit of " + limits.perActionPerHour() + " per action and hour");
    }
    return uses("total", limits.totalPerHour())
        ? Optional.empty()
        : Optional.of("the limit of " + limits.totalPerHour() + " per hour");
  }

  private boolean uses(String limit, int most) {
    return store.consume(limit, clock.instant(), most);
  }

  private ActionOutcome held(Job job, String why, Change change) {
    Instant now = DecisionDesk.later(clock.instant(), job.notBefore());
    Instant at = job.approved() ? now : job.asBefore(now);
    String reason = why + "; would: " + change.description();
    return new ActionOutcome(job.request().key(), Status.HELD, reason, Undo.NOTHING, at);
  }

  private ActionOutcome failed(Job job, String reason, Undo undo) {
    Instant at = DecisionDesk.later(clock.instant(), job.notBefore());
    return new ActionOutcome(job.request().key(), Status.FAILED, reason, undo, at);
  }

  private ActionOutcome refused(ActionRequest request, String reason) {
    return outcome(request, Status.REFUSED, reason, Undo.NOTHING);
  }

  private ActionOutcome outcome(ActionRequest request, Status status, String reason, Undo undo) {
    return new ActionOutcome(request.key(), status, reason, undo, clock.instant());
  }
}
