package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Performs the actions of one function and announces what became of them. */
public final class ActService {
  private final ActionRunner runner;
  private final Rechecks rechecks;
  private final DecisionFollowUp decisions;
  private final ResponseBus bus;

  /**
   * Performs what policy lets it, and announces it.
   *
   * @param handlers by action name
   * @param later brings what asks for another look
   */
  public ActService(
      Map<String, ActionHandler> handlers,
      Policy policy,
      IncidentStore store,
      DelayedDelivery later,
      ResponseBus bus,
      Clock clock) {
    this(handlers, policy, store, later, bus, clock, Metrics.NONE);
  }

  /**
   * Performs what policy lets it, announces it, and counts it.
   *
   * @param handlers by action name
   * @param later brings what asks for another look
   */
  public ActService(
      Map<String, ActionHandler> handlers,
      Policy policy,
      IncidentStore store,
      DelayedDelivery later,
      ResponseBus bus,
      Clock clock,
      Metrics metrics) {
    this.runner = new ActionRunner(handlers, policy, store, clock, metrics);
    this.rechecks = new Rechecks(handlers, runner, store, later, bus, clock);
    this.decisions = new DecisionFollowUp(handlers, store, bus, clock);
    this.bus = bus;
  }

  /**
   * Handles one {@code Action Requested}, {@code Re-check Requested} or {@code Undo Requested}
   * event.
   *
   * @param function the name of the function at work; actions of another one are refused
   * @throws MalformedEventException when it cannot be read or is not for this function
   * @throws dev.tokenresponder.action.ActionException when it must be delivered again
   */
  public void handle(byte[] event, String function) {
    JsonNode envelope = envelope(event);
    if (isUndo(envelope)) {
      decisions.undo(envelope.path("detail"), function);
      return;
    }
    ActionRequest request = request(envelope, function);
    if (isRecheck(envelope)) {
      ActionLog.write("re-check", request, Performed.of(rechecks.look(request)));
    } else {
      act(request);
    }
  }

  /**
   * It is logged first, for asked for again it has contained nothing any more. The looks are asked
   * for before it is announced: a failure there brings all of it again.
   */
  private void act(ActionRequest request) {
    Performed performed = runner.performed(request);
    ActionLog.action(request, performed);
    rechecks.schedule(request, performed.outcome());
    bus.put(List.of(Message.completed(performed.outcome())));
    decisions.performed(performed.outcome());
  }

  private static JsonNode envelope(byte[] event) {
    try {
      return Json.read(event);
    } catch (MalformedRecordException e) {
      throw new MalformedEventException("malformed: " + e.getMessage());
    }
  }

  private static boolean isRecheck(JsonNode envelope) {
    return ActionMessages.RECHECK.equals(envelope.path("detail-type").asText());
  }

  private static boolean isUndo(JsonNode envelope) {
    return ActionMessages.SOURCE.equals(envelope.path("source").asText())
        && ActionMessages.UNDO_REQUESTED.equals(envelope.path("detail-type").asText());
  }

  private static ActionRequest request(JsonNode envelope, String function) {
    boolean known =
        ActionMessages.REQUESTED.equals(envelope.path("detail-type").asText())
            || isRecheck(envelope);
    if (!ActionMessages.SOURCE.equals(envelope.path("source").asText()) || !known) {
      throw new MalformedEventException(
          "only '"
              + ActionMessages.REQUESTED
              + "' and '"
              + ActionMessages.RECHECK
              + "' events of the responder's bus are taken");
    }
    ActionRequest request = read(envelope.path("detail"));
    boolean ours =
        Catalogue.find(request.action())
            .map(ActionSpec::function)
            .filter(function::equals)
            .isPresent();
    if (!ours) {
      throw new MalformedEventException(
          "'" + request.action() + "' is not an action of " + function);
    }
    return request;
  }

  private static ActionRequest read(JsonNode detail) {
    try {
      return ActionMessages.read(detail);
    } catch (ActionException e) {
      throw new MalformedEventException(String.valueOf(e.getMessage()));
    }
  }
}
