package dev.tokenresponder.cli.output;

import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.PlannedAction;
import dev.tokenresponder.respond.Evaluation;
import java.io.PrintStream;

/** Verdicts for people; times are UTC. */
public final class TextEvaluations implements EvaluationWriter {
  private final PrintStream out;
  private final boolean colour;

  public TextEvaluations(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  @Override
  public void write(Judged judged) {
    Evaluation evaluation = judged.evaluation();
    TokenEvent event = evaluation.event();
    String place = Safe.text(judged.file()) + "[" + judged.index() + "]";
    if (event == null) {
      out.printf(
          "%s %s: %s%n",
          Style.CAUTION.paint(evaluation.status().label(), colour),
          place,
          Safe.text(evaluation.reason()));
      return;
    }
    out.printf(
        "%s %s %s %s by %s%s%n",
        Style.STRONG.paint(evaluation.status().label(), colour),
        place,
        event.time(),
        Safe.text(event.source() + " " + event.name()),
        Safe.text(event.actor().display()),
        event.network().ip() == null ? "" : " from " + Safe.text(event.network().ip()));
    for (Finding finding : evaluation.findings()) {
      String level = "%-8s".formatted(finding.level().label());
      out.printf(
          "  %s %s%s%n",
          Style.of(finding.level()).paint(level, colour),
          Safe.text(finding.title()),
          finding.note() == null ? "" : " (" + Safe.text(finding.note()) + ")");
    }
    for (PlannedAction action : evaluation.plan()) {
      out.printf(
          "  plan     %s %s (%s: %s)%n",
          action.action().name(),
          Safe.text(action.target()),
          action.mode().label(),
          Safe.text(action.reason()));
    }
  }
}
