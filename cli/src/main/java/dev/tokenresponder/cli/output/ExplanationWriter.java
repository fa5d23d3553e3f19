package dev.tokenresponder.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.respond.Evaluator.Explained;
import dev.tokenresponder.sigma.Explanation;
import java.io.PrintStream;

/** Prints explanations as trees for people, or one JSON object a line. */
public final class ExplanationWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;
  private final boolean text;
  private final boolean colour;

  public ExplanationWriter(PrintStream out, boolean text, boolean colour) {
    this.out = out;
    this.text = text;
    this.colour = colour;
  }

  /** Prints what a rule makes of one event. */
  public void write(String file, Explained explained) {
    if (text) {
      out.println(
          Style.STRONG.paint(Safe.text(file) + ": " + Safe.text(explained.event()), colour));
      explained.reasons().forEach(reason -> tree(reason, "  "));
      return;
    }
    ObjectNode line = MAPPER.createObjectNode();
    line.put("file", file);
    line.put("event", explained.event());
    ArrayNode reasons = line.putArray("reasons");
    explained.reasons().forEach(reason -> reasons.add(json(reason)));
    out.println(line);
  }

  private void tree(Explanation explanation, String indent) {
    String mark =
        explanation.holds() ? Style.GOOD.paint("yes", colour) : Style.BAD.paint("no ", colour);
    out.println(indent + mark + " " + Safe.text(explanation.text()));
    explanation.parts().forEach(part -> tree(part, indent + "  "));
  }

  private static ObjectNode json(Explanation explanation) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("text", explanation.text());
    node.put("holds", explanation.holds());
    if (!explanation.parts().isEmpty()) {
      ArrayNode parts = node.putArray("parts");
      explanation.parts().forEach(part -> parts.add(json(part)));
    }
    return node;
  }
}
