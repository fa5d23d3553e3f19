package dev.tokenresponder.cli.output;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.respond.OwnerMessage;
import java.util.List;

/** Prints how an event was answered, in the order in which it happens. */
public interface ResponseWriter {
  /** The event was judged. */
  default void judged(Judged judged) {}

  /** Its incident is open. */
  default void opened(Incident incident) {}

  /** The state of an action's target, before or after it. */
  default void state(String when, ActionRequest request, List<String> facts) {}

  /** What became of an action. */
  void outcome(ActionOutcome outcome);

  /** What the owners are told. */
  default void told(List<String> owners, OwnerMessage message) {}
}
