package dev.tokenresponder.cli;

import dev.tokenresponder.cli.input.Inputs;
import dev.tokenresponder.cli.output.ExplanationWriter;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.Memory;
import dev.tokenresponder.respond.Rule;
import dev.tokenresponder.respond.RuleBook;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints why a rule does or does not match events. */
@Command(
    name = "explain",
    description = "Say why a rule does or does not match, as a tree with the values compared.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all input was read",
      "1:some input was unreadable; standard error says which",
      "2:wrong usage, or rules or a policy that cannot be used"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private RuleOptions rules = new RuleOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--rule",
      paramLabel = "ID",
      required = true,
      description = "The id, name or title of the rule.")
  private String rule = "";

  @Override
  public Integer call() {
    Policy policy = rules.policy();
    RuleBook book = rules.rules(policy);
    Rule wanted =
        book.find(rule)
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no rule '" + rule + "'; 'rules list' shows them all"));
    Evaluator evaluator =
        new Evaluator(book, policy, Intake.OPERATOR, Memory.none(), TokenEvent::time);
    ExplanationWriter writer =
        new ExplanationWriter(
            System.out, input.format() == InputOptions.Format.TEXT, Style.colours(System.getenv()));
    int[] unreadable = {0};
    input
        .inputs()
        .read(
            new Inputs.Sink() {
              @Override
              public void document(String file, byte[] bytes) {
                evaluator
                    .explain(bytes, input.source(), wanted)
                    .forEach(explained -> writer.write(file, explained));
              }

              @Override
              public void unreadable(String file, String reason) {
                unreadable[0] = 1;
                System.err.println(Safe.text(file + ": malformed: " + reason));
              }
            });
    System.out.flush();
    return unreadable[0];
  }
}
