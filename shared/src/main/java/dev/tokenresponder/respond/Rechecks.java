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
import java.util.Optional;

/**
 * Looks again, twice, at what was done: whoever holds more rights than the stolen token may have
 * taken it away. What is gone is done again, as policy, limits and persons allow, and told as
 * critical. Only what the responder could take back is looked at: what nobody can take back stays.
 */
public final class Rechecks {
  /** When, after the change: once IAM's own delays have passed, and once more. */
  static final List<Duration> DELAYS = List.of(Duration.ofSeconds(30), Duration.ofMinutes(5));

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
    Optional<Incident> incident = store.find(request.incident());
    boolean stands =
        incident.stream()
            .flatMap(i -> i.actions().stream())
            .filter(outcome -> outcome.key().equals(request.key()))
            .anyMatch(Rechecks::isLookedAt);
    ActionHandler handler = handlers.get(request.action());
    if (!stands || handler == null) {
      return "nothing to look at: it was taken back";
    }
    if (isFoundGone(incident.orElseThrow(), request)) {
      return restore(incident.orElseThrow(), request);
    }
    Preparation preparation = handler.prepare(request);
    if (preparation instanceof Preparation.Unchanged unchanged) {
      return Timeline.STILL_SO + unchanged.reason();
    }
    if (preparation instanceof Preparation.Refused refused) {
      return "not to be seen any more: " + refused.reason();
    }
    return restore(incident.orElseThrow(), request);
  }

  private String restore(Incident incident, ActionRequest request) {
    Instant now = clock.instant();
    Incident reopened =
        isFoundGone(incident, request) ? incident : store.report(taken(incident, request, now));
    ActionRequest repeated = again(request);
    ActionOutcome again = runner.run(repeated);
    schedule(repeated, again);
    bus.put(
        List.of(
            Message.completed(again),
            Message.updated(store.find(incident.id()).orElse(reopened)),
            Message.requested(tell(reopened, request, now))));
    return "somebody took it away; " + again.status().label() + ": " + again.reason();
  }

  /** A look that ended half-way goes on, although what was gone may be there again. */
  private static boolean isFoundGone(Incident incident, ActionRequest request) {
    return incident.sightings().stream().anyMatch(s -> s.eventId().equals(sightingId(request)));
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
    return "Somebody took containment away: " + request.action() + " of " + request.target();
  }

  /** Another occasion than any before, and no longer however often it is done again. */
  private static ActionRequest again(ActionRequest request) {
    Map<String, String> arguments = new HashMap<>(request.arguments());
    String before = request.key().target() + " " + request.attempt();
    arguments.put(
        Arguments.OCCASION, Timeline.RECHECK + " " + Integer.toHexString(before.hashCode()));
    return new ActionRequest(
        request.incident(),
        request.action(),
        request.target(),
        request.account(),
        arguments,
        request.mode(),
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
