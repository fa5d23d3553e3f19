package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows from decisions in the function that acts: it takes back, and has owners told. */
public final class DecisionFollowUp {
  private final IncidentStore store;
  private final ResponseBus bus;
  private final Clock clock;
  private final Decisions decisions;
  private final Undoing undoing;

  /**
   * @param handlers by action name
   */
  public DecisionFollowUp(
      Map<String, ActionHandler> handlers, IncidentStore store, ResponseBus bus, Clock clock) {
    this.store = store;
    this.bus = bus;
    this.clock = clock;
    this.decisions = new Decisions(store, clock);
    this.undoing = new Undoing(handlers, store, clock);
  }

  /**
   * Handles the detail of one {@code Undo Requested} event: takes the action back when the store
   * holds that a person said so, and has its owner told.
   *
   * @param function the name of the function at work; actions of another one are refused
   * @throws MalformedEventException when it is not for this function, or nobody said so
   * @throws ActionException when it must be delivered again
   */
  void undo(JsonNode detail, String function) {
    ActionKey key =
        new ActionKey(
            detail.path("incident").asText(""),
            detail.path("action").asText(""),
            detail.path("target").asText(""));
    boolean ours =
        Catalogue.find(key.action()).map(ActionSpec::function).filter(function::equals).isPresent();
    if (!ours) {
      throw new MalformedEventException("'" + key.action() + "' is not an action of " + function);
    }
    Decisions.Said said =
        decisions
            .toBeUndone(key)
            .orElseThrow(
                () ->
                    new MalformedEventException(
                        "nobody has said that " + key + " is to be taken back"));
    for (ActionOutcome outcome : undoing.undo(key.incident(), key)) {
      if (outcome.status() == Status.FAILED) {
        throw ActionException.retryable(outcome.reason(), null);
      }
      tell(outcome, "taken back", "a person had this taken back through a link", true);
      if (outcome.status() == Status.REFUSED) {
        open(said, outcome);
      }
      JsonLog.info(
          "undo",
          "incident",
          key.incident(),
          "action",
          key.action(),
          "target",
          key.target(),
          "status",
          outcome.status().label(),
          "reason",
          outcome.reason());
    }
  }

  /** Lets people decide once more about what could not be taken back. */
  private void open(Decisions.Said said, ActionOutcome refused) {
    Instant at = DecisionDesk.later(refused.at(), said.at().plusMillis(1));
    ActionKey key = said.decision().refusedKey(at);
    if (store.claim(key, clock.instant(), HeldActions.LEASE) instanceof Claim.Granted granted) {
      store.complete(
          granted.token(),
          new ActionOutcome(key, Status.REFUSED, refused.reason(), Undo.NOTHING, at));
    }
  }

  /**
   * Has people told of a containment action that waits or was approved, as far as no notification
   * of the incident does.
   */
  void performed(ActionOutcome outcome) {
    if (Catalogue.find(outcome.key().action()).filter(ActionSpec::containment).isEmpty()) {
      return;
    }
    if (outcome.status() == Status.HELD) {
      held(outcome);
    } else if (decisions.isApproved(outcome.key())) {
      tell(outcome, "approved", "a person approved this through a link", false);
    }
  }

  /**
   * A notification that is still to come says what waits by itself. In a storm none comes, and
   * people are told of the storm alone.
   */
  private void held(ActionOutcome outcome) {
    boolean toldBefore =
        store.find(outcome.key().incident()).stream()
            .flatMap(incident -> incident.actions().stream())
            .filter(told -> told.key().action().equals(Catalogue.NOTIFY_OWNER))
            .filter(told -> told.status() == Status.DONE)
            .anyMatch(told -> told.at().isBefore(outcome.at()));
    if (toldBefore || decisions.isApproved(outcome.key())) {
      tell(outcome, "held", "this waits for a person", false);
    }
  }

  private void tell(ActionOutcome outcome, String occasion, String what, boolean announce) {
    ActionKey key = outcome.key();
    List<Message> messages = new ArrayList<>();
    if (announce) {
      messages.add(Message.completed(outcome));
    }
    store
        .find(key.incident())
        .map(
            incident ->
                notification(
                    incident,
                    what + ": " + key.action() + " on " + key.name() + ". " + outcome.reason(),
                    String.join(
                        " ",
                        occasion,
                        outcome.status().label(),
                        key.action(),
                        Decision.sha256(key.target() + " " + outcome.at()))))
        .map(Message::requested)
        .ifPresent(messages::add);
    bus.put(messages);
  }

  private ActionRequest notification(Incident incident, String what, String occasion) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put(Arguments.PRINCIPAL, incident.principal());
    if (incident.account() != null) {
      arguments.put(Arguments.PLACE, incident.account());
    }
    arguments.put(Arguments.CONTAINMENT, "0");
    arguments.put(Arguments.OCCASION, occasion);
    return new ActionRequest(
        incident.id(),
        Catalogue.NOTIFY_OWNER,
        incident.principal(),
        incident.account(),
        arguments,
        Disposition.ENFORCE,
        what,
        evidence(incident, what),
        clock.instant(),
        1);
  }

  private static Map<String, String> evidence(Incident incident, String what) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("rules", what);
    incident.sightings().stream()
        .max(Comparator.comparing(Sighting::time))
        .ifPresent(
            sighting -> {
              evidence.put("event", sighting.source() + " " + sighting.eventName());
              evidence.put("time", sighting.time().toString());
              if (sighting.ip() != null) {
                evidence.put("source_ip", sighting.ip());
              }
            });
    return evidence;
  }
}
