package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.StaleClaimException;
import dev.tokenresponder.incident.Timeline;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks again, twice, at what was done: whoever holds more rights than the stolen token may have
 * taken it away. What is gone is done again, as policy, limits and persons allow, and told as
 * critical. Only what the responder could take back is looked at: what nobody can take back stays.
 */
public final class Rechecks {
  /** When, after the change: once IAM's own delays have passed, and once more. */
  static final List<Duration> DELAYS = List.of(Duration.ofSeconds(30), Duration.ofMinutes(5));

  /** So many times an hour a change is done again by itself; then a person is asked. */
  static final int MOST_RESTORED = 5;

  private static final String TAKEN_BACK = "nothing to look at: it was taken back";

  private static final Duration LEASE = Duration.ofSeconds(90);

  private final Map<String, ActionHandler> handlers;
  private final ActionRunner runner;
  private final IncidentStore store;
  private final DelayedDelivery later;
  private final ResponseBus bus;
  private final Clock clock;

  /**
   * @param handlers by action name
   * @param runner does again what is gone
   * @param later brings what asks for a look
   * @param bus is told of what was gone
   */
  public Rechecks(
      Map<String, ActionHandler> handlers,
      ActionRunner runner,
      IncidentStore store,
      DelayedDelivery later,
      ResponseBus bus,
      Clock clock) {
    this.handlers = Map.copyOf(handlers);
    this.runner = runner;
    this.store = store;
    this.later = later;
    this.bus = bus;
    this.clock = clock;
  }

  /** Asks for the looks at an outcome, if there is something to look at. */
  void schedule(ActionRequest request, ActionOutcome outcome) {
    if (isLookedAt(outcome)) {
      for (int look = 1; look <= DELAYS.size(); look++) {
        later.send(Message.recheck(request.attempted(look)), DELAYS.get(look - 1));
      }
    }
  }

  /** Whether there is something to look at again. */
  public static boolean isLookedAt(ActionOutcome outcome) {
    return outcome.status() == Status.DONE
        && outcome.canBeUndone()
        && Catalogue.find(outcome.key().action()).map(ActionSpec::containment).orElse(false);
  }

  /**
   * Looks once.
   *
   * @param request what was done; its {@code attempt} is the number of the look
   * @return what was found, as recorded in the incident
   * @throws ActionException as retryable when it must be asked for again
   */
  public ActionOutcome look(ActionRequest request) {
    ActionKey key =
        new ActionKey(
            request.incident(),
            Timeline.RECHECK,
            request.action() + " " + request.key().target() + "#" + request.attempt());
    Claim claim = store.claim(key, clock.instant(), LEASE);
    if (claim instanceof Claim.Done done) {
      return done.outcome();
    }
    if (!(claim instanceof Claim.Granted granted)) {
      throw ActionException.retryable(key + " is being done by another worker", null);
    }
    try {
      ActionOutcome found =
          new ActionOutcome(key, Status.DONE, find(request), Undo.NOTHING, clock.instant());
      store.complete(granted.token(), found);
      return found;
    } catch (StaleClaimException e) {
      throw ActionException.retryable(key + " took so long that somebody else is at it", e);
    } catch (RuntimeException e) {
      store.release(key, granted.token());
      throw e;
    }
  }

  private String find(ActionRequest request) {
    if (!stands(request)) {
      return TAKEN_BACK;
    }
    Optional<String> still = isFoundGone(request) ? Optional.empty() : still(request);
    return still.map(Timeline.STILL_SO::concat).orElseGet(() -> alone(request));
  }

  /** Whether it is still the responder's last word on the target. */
  private boolean stands(ActionRequest request) {
    List<ActionOutcome> actions = incident(request).map(Incident::actions).orElse(List.of());
    return handlers.containsKey(request.action())
        && actions.stream()
            .filter(outcome -> outcome.key().equals(request.key()))
            .filter(Rechecks::isLookedAt)
            .anyMatch(outcome -> actions.stream().noneMatch(o -> isUndoneAfter(o, outcome)));
  }

  private static boolean isUndoneAfter(ActionOutcome other, ActionOutcome outcome) {
    return other.status() == Status.UNDONE
        && other.key().action().equals(outcome.key().action())
        && other.key().name().equals(outcome.key().name())
        && !other.at().isBefore(outcome.at());
  }

  /**
   * What was found unchanged. What cannot be read any more counts as gone: whoever can make the
   * responder refuse a target, or takes its rights away, would else not be noticed.
   */
  private Optional<String> still(ActionRequest request) {
    Preparation preparation;
    try {
      preparation = Objects.requireNonNull(handlers.get(request.action())).prepare(request);
    } catch (ActionException e) {
      if (e.isRetryable()) {
        throw e;
      }
      return Optional.empty();
    }
    if (preparation instanceof Preparation.Unchanged unchanged) {
      return Optional.of(unchanged.reason());
    }
    return preparation instanceof Preparation.Ready ready && ready.change().stands()
        ? Optional.of("it is there, and not yet everywhere in effect")
        : Optional.empty();
  }

  /** Nobody can take it back while it is done again. */
  private String alone(ActionRequest request) {
    Claim claim = store.claimUndo(request.key(), clock.instant(), LEASE);
    if (claim instanceof Claim.Done) {
      return TAKEN_BACK;
    }
    if (!(claim instanceof Claim.Granted granted)) {
      throw ActionException.retryable(request.key() + " is being taken back", null);
    }
    try {
      return stands(request) ? restore(incident(request).orElseThrow(), request) : TAKEN_BACK;
    } finally {
      release(request.key(), granted.token());
    }
  }

  /** What cannot be released now is free when the lease ends. */
  private void release(ActionKey key, long token) {
    try {
      store.release(key, token);
    } catch (ActionException | StaleClaimException e) {
      JsonLog.error("a claim stays until its lease ends", e);
    }
  }

  /** It is told first: whatever becomes of doing it again, people know. */
  private String restore(Incident incident, ActionRequest request) {
    Instant now = clock.instant();
    Incident reopened =
        isFoundGone(request) ? incident : store.report(taken(incident, request, now));
    bus.put(List.of(Message.updated(reopened), Message.requested(tell(reopened, request, now))));
    ActionRequest repeated = again(request, reopened);
    Performed performed = runner.performed(repeated);
    ActionLog.action(repeated, performed);
    ActionOutcome again = performed.outcome();
    schedule(repeated, again);
    bus.put(List.of(Message.completed(again)));
    return "it is not there any more; " + again.status().label() + ": " + again.reason();
  }

  private Optional<Incident> incident(ActionRequest request) {
    return store.find(request.incident());
  }

  /** A look that ended half-way goes on, although what was gone may be there again. */
  private boolean isFoundGone(ActionRequest request) {
    return incident(request).stream()
        .flatMap(incident -> incident.sightings().stream())
        .anyMatch(s -> s.eventId().equals(sightingId(request)));
  }

  private static String sightingId(ActionRequest request) {
    return Timeline.RECHECK + " " + request.attempt() + " of " + request.key();
  }

  /** At the time of the incident's first event it joins that very incident, however late it is. */
  private static IncidentReport taken(Incident incident, ActionRequest request, Instant now) {
    return new IncidentReport(
        incident.subject(),
        incident.principal(),
        incident.account(),
        incident.openedAt(),
        Duration.ofSeconds(1),
        List.of(
            new Sighting(
                sightingId(request),
                now,
                ActionMessages.SOURCE,
                Timeline.RECHECK,
                null,
                Sighting.CONTAINMENT_REMOVED,
                title(request),
                Level.CRITICAL)));
  }

  private static String title(ActionRequest request) {
    return "Containment is not there any more: " + request.action() + " of " + request.target();
  }

  /**
   * Another occasion than any before, and no longer however often it is done again. Somebody who
   * takes one change away again and again does not use up what others may need.
   */
  private ActionRequest again(ActionRequest request, Incident incident) {
    Map<String, String> arguments = new HashMap<>(request.arguments());
    String before = request.key().target() + " " + request.attempt();
    arguments.put(
        Arguments.OCCASION, Timeline.RECHECK + " " + Integer.toHexString(before.hashCode()));
    String limit = "restored/" + incident.id() + "/" + request.action() + "/" + request.target();
    boolean oftenEnough = !store.consume(limit, clock.instant(), MOST_RESTORED);
    return new ActionRequest(
        request.incident(),
        request.action(),
        request.target(),
        request.account(),
        arguments,
        oftenEnough && request.mode() == Disposition.ENFORCE ? Disposition.APPROVE : request.mode(),
        title(request),
        request.evidence(),
        request.requestedAt(),
        1);
  }

  private static ActionRequest tell(Incident incident, ActionRequest request, Instant now) {
    Map<String, String> arguments = new HashMap<>();
    arguments.put(Arguments.PRINCIPAL, incident.principal());
    if (incident.account() != null) {
      arguments.put(Arguments.PLACE, incident.account());
    }
    arguments.put(Arguments.OCCASION, title(request) + ", re-check " + request.attempt());
    Map<String, String> evidence = new HashMap<>(request.evidence());
    evidence.put("rules", title(request));
    evidence.put("event", "a re-check");
    evidence.put("time", now.toString());
    evidence.remove("source_ip");
    return new ActionRequest(
        incident.id(),
        Catalogue.NOTIFY_OWNER,
        incident.principal(),
        incident.account(),
        arguments,
        Disposition.ENFORCE,
        title(request),
        evidence,
        now,
        1);
  }
}
