package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.EvaluationWriter;
import dev.tokenresponder.cli.output.NdjsonEvaluations;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.output.TextEvaluations;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Evaluation.Status;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.Memory;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges records and prints verdicts and plans; changes nothing anywhere. */
@Command(
    name = "evaluate",
    description = "Judge records and print what matched and what would be done. Changes nothing.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all input was read",
      "1:some input was unreadable; standard error says which",
      "2:wrong usage, or rules or a policy that cannot be used"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private RuleOptions rules = new RuleOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(names = "--all", description = "Print a line for every record, not only for matches.")
  private boolean all;

  @Option(
      names = "--isolated",
      description = "Judge each event by itself, with no memory of those before it.")
  private boolean isolated;

  @Override
  public Integer call() {
    Policy policy = rules.policy();
    Evaluator evaluator =
        new Evaluator(
            rules.rules(policy),
            policy,
            Intake.OPERATOR,
            isolated ? Memory.none() : Memory.local(),
            TokenEvent::time);
    EvaluationWriter writer = writer();
    try (Reading reading =
        new Reading(
            evaluator,
            input.source(),
            Reading.BATCH_BYTES,
            judged -> {
              if (all || judged.evaluation().status() == Status.MATCHED) {
                writer.write(judged);
              }
            },
            System.err)) {
      input.inputs().read(reading);
      return reading.finish();
    } finally {
      System.out.flush();
    }
  }

  private EvaluationWriter writer() {
    PrintStream out = System.out;
    return switch (input.format()) {
      case NDJSON -> new NdjsonEvaluations(out);
      case TEXT -> new TextEvaluations(out, Style.colours(System.getenv()));
    };
  }
}
