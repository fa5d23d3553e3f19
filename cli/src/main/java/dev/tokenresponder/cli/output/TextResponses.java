package dev.tokenresponder.cli.output;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.PrintStream;
import java.util.List;

/** How an event was answered, for people. */
public final class TextResponses implements ResponseWriter {
  private final PrintStream out;
  private final boolean colour;

  public TextResponses(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  @Override
  public void judged(Judged judged) {
    new TextEvaluations(out, colour).write(judged);
  }

  @Override
  public void opened(Incident incident) {
    out.printf("  incident %s, %s%n", incident.id(), Safe.text(incident.subject()));
  }

  @Override
  public void state(String when, ActionRequest request, List<String> facts) {
    for (String fact : facts) {
      out.printf("  %-8s %s%n", when, Safe.text(fact));
    }
  }

  @Override
  public void outcome(ActionOutcome outcome) {
    String status = "%-8s".formatted(outcome.status().label());
    out.printf(
        "  %s %s %s: %s%n",
        style(outcome.status()).paint(status, colour),
        outcome.key().action(),
        Safe.text(outcome.key().name()),
        Safe.text(outcome.reason()));
    if (!outcome.undoCommand().isEmpty()) {
      out.printf("  undo     %s%n", Safe.text(outcome.undoCommand()));
    }
  }

  @Override
  public void told(List<String> owners, OwnerMessage message) {
    out.printf(
        "  message  to %s: %s%n",
        owners.isEmpty() ? "nobody yet (name owners in the policy)" : Safe.text(owners),
        Safe.text(message.subject()));
    for (String line : message.text().split("\n")) {
      out.printf("    | %s%n", Safe.text(line));
    }
  }

  private static Style style(Status status) {
    return switch (status) {
      case DONE -> Style.GOOD;
      case PLANNED, HELD, UNDONE -> Style.CAUTION;
      case REFUSED, FAILED -> Style.BAD;
    };
  }
}
