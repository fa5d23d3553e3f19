package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.util.List;

/** Performs the actions of one function and announces what became of them. */
public final class ActService {
  private final ActionRunner runner;
  private final ResponseBus bus;

  /** Performs through {@code runner} and announces on {@code bus}. */
  public ActService(ActionRunner runner, ResponseBus bus) {
    this.runner = runner;
    this.bus = bus;
  }

  /**
   * Handles one {@code Action Requested} event.
   *
   * @param function the name of the function at work; actions of another one are refused
   * @throws MalformedEventException when it cannot be read or is not for this function
   * @throws dev.tokenresponder.action.ActionException when it must be delivered again
   */
  public void handle(byte[] event, String function) {
    ActionRequest request = request(event, function);
    ActionOutcome outcome = runner.run(request);
    bus.put(List.of(Message.completed(outcome)));
    JsonLog.info(
        "action",
        "incident",
        request.incident(),
        "action",
        request.action(),
        "target",
        request.target(),
        "status",
        outcome.status().label(),
        "reason",
        outcome.reason());
  }

  private static ActionRequest read(JsonNode detail) {
    try {
      return ActionMessages.read(detail);
    } catch (ActionException e) {
      throw new MalformedEventException(String.valueOf(e.getMessage()));
    }
  }

  private static ActionRequest request(byte[] event, String function) {
    JsonNode envelope;
    try {
      envelope = Json.read(event);
    } catch (MalformedRecordException e) {
      throw new MalformedEventException("malformed: " + e.getMessage());
    }
    if (!ActionMessages.SOURCE.equals(envelope.path("source").asText())
        || !ActionMessages.REQUESTED.equals(envelope.path("detail-type").asText())) {
      throw new MalformedEventException(
          "only '" + ActionMessages.REQUESTED + "' events of the responder's bus are taken");
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
}
