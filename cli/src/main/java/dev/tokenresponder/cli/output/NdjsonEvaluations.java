package dev.tokenresponder.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.PlannedAction;
import dev.tokenresponder.respond.Evaluation;
import java.io.PrintStream;

/**
 * One JSON object per verdict and line; every field is always there, null where it says nothing.
 */
public final class NdjsonEvaluations implements EvaluationWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;

  public NdjsonEvaluations(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(Judged judged) {
    Evaluation evaluation = judged.evaluation();
    TokenEvent event = evaluation.event();
    ObjectNode line = MAPPER.createObjectNode();
    line.put("index", judged.index());
    line.put("file", judged.file());
    line.put("event_id", event == null ? null : event.id());
    line.put("source", evaluation.source());
    line.put("time", event == null ? null : event.time().toString());
    line.put("status", evaluation.status().label());
    if (evaluation.reason() != null) {
      line.put("reason", evaluation.reason());
    }
    line.set("event", event == null ? null : event(event));
    ArrayNode findings = line.putArray("findings");
    for (Finding finding : evaluation.findings()) {
      ObjectNode node = findings.addObject();
      node.put("rule", finding.ruleId());
      node.put("title", finding.title());
      node.put("level", finding.level().label());
      if (finding.note() != null) {
        node.put("note", finding.note());
      }
    }
    ArrayNode plan = line.putArray("plan");
    for (PlannedAction action : evaluation.plan()) {
      ObjectNode node = plan.addObject();
      node.put("action", action.action().name());
      node.put("target", action.target());
      node.put("mode", action.mode().label());
      node.put("reason", action.reason());
    }
    out.println(line);
  }

  private static ObjectNode event(TokenEvent event) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("activity", event.activity().label());
    node.put("actor", event.actor().display());
    node.put("source_ip", event.network().ip());
    node.put("credential", event.credential() == null ? null : event.credential().ref().toString());
    return node;
  }
}
