package dev.tokenresponder.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionOutcome;
import java.io.PrintStream;

/** One JSON object per action and line. */
public final class NdjsonResponses implements ResponseWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;

  public NdjsonResponses(PrintStream out) {
    this.out = out;
  }

  @Override
  public void outcome(ActionOutcome outcome) {
    out.println(json(outcome));
  }

  static ObjectNode json(ActionOutcome outcome) {
    ObjectNode line = MAPPER.createObjectNode();
    String undo = outcome.undoCommand();
    line.put("incident", outcome.key().incident());
    line.put("action", outcome.key().action());
    line.put("target", outcome.key().name());
    line.put("status", outcome.status().label());
    line.put("reason", outcome.reason());
    line.put("undo", undo.isEmpty() ? null : undo);
    return line;
  }
}
