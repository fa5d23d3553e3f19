package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.incident.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where requests and outcomes are announced. */
@FunctionalInterface
public interface ResponseBus {

  /**
   * A message.
   *
   * @param detailType one of the detail types of {@code ActionMessages}
   * @param function who is to act on it; null when nobody is
   * @param detail JSON
   */
  record Message(String detailType, @Nullable String function, String detail) {

    /** Asks for an action. */
    public static Message requested(ActionRequest request) {
      return new Message(
          ActionMessages.REQUESTED, function(request.action()), ActionMessages.write(request));
    }

    /** Asks for an action to be taken back. */
    public static Message undoRequested(ActionKey key) {
      return new Message(
          ActionMessages.UNDO_REQUESTED, function(key.action()), ActionMessages.write(key));
    }

    private static @Nullable String function(String action) {
      return Catalogue.find(action).map(ActionSpec::function).orElse(null);
    }

    /** Asks for another look at what was done; the request's attempt is its number. */
    public static Message recheck(ActionRequest request) {
      String function = Catalogue.find(request.action()).map(ActionSpec::function).orElse(null);
      return new Message(ActionMessages.RECHECK, function, ActionMessages.write(request));
    }

    /** Hands on a record that came by webhook; {@code sealed} is from {@link Seal#close}. */
    public static Message received(String sealed) {
      return new Message(ActionMessages.RECEIVED, "evaluate", sealed);
    }

    /** Tells what became of an action. */
    public static Message completed(ActionOutcome outcome) {
      return new Message(ActionMessages.COMPLETED, null, ActionMessages.write(outcome));
    }

    /** Tells how an incident stands. */
    public static Message updated(Incident incident) {
      return new Message(ActionMessages.INCIDENT_UPDATED, null, ActionMessages.write(incident));
    }

    /** The message with what a bus of events puts around it, for where there is no such bus. */
    public String envelope() {
      ObjectNode envelope = JsonNodeFactory.instance.objectNode();
      envelope.put("source", ActionMessages.SOURCE);
      envelope.put("detail-type", detailType);
      envelope.putRawValue("detail", new RawValue(detail));
      return envelope.toString();
    }
  }

  /**
   * Puts all messages, in order.
   *
   * @throws dev.tokenresponder.action.ActionException as retryable when any of them was not taken
   */
  void put(List<Message> messages);
}
