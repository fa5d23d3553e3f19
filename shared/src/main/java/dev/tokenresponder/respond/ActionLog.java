package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionRequest;
import java.util.ArrayList;
import java.util.List;

/** One line of the log for what became of a request: alerts and metrics read them. */
final class ActionLog {
  private ActionLog() {}

  /** An action that was done, held or refused, whoever asked for it. */
  static void action(ActionRequest request, Performed performed) {
    write("action", request, performed);
  }

  static void write(String what, ActionRequest request, Performed performed) {
    List<Object> fields =
        new ArrayList<>(
            List.of(
                "incident",
                request.incident(),
                "action",
                request.action(),
                "target",
                request.target(),
                "status",
                performed.outcome().status().label(),
                "reason",
                performed.outcome().reason()));
    if (performed.timeToContain() != null) {
      fields.add("timeToContainSeconds");
      fields.add(Metrics.seconds(performed.timeToContain()));
    }
    JsonLog.info(what, fields.toArray());
  }
}
