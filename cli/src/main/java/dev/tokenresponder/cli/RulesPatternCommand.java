package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.respond.EventPatterns;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the event pattern for EventBridge. */
@Command(
    name = "pattern",
    description = {
      "Print the smallest EventBridge event pattern that lets through every event which the rules"
          + " can match, so that functions run for no others."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the pattern was printed",
      "1:the pattern is longer than EventBridge allows, or no rule is about the source",
      "2:wrong usage, or rules that cannot be used"
    })
final class RulesPatternCommand implements Callable<Integer> {
  private static final String AWS = "aws";

  @Mixin private RuleSelection selection = new RuleSelection();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = AWS,
      description = "aws for all of AWS, or one source such as aws.cloudtrail. Default: aws.")
  private String source = AWS;

  @Override
  public Integer call() {
    List<String> known = EventPatterns.sources();
    List<String> sources =
        known.stream().filter(s -> source.equals(AWS) || s.equals(source)).toList();
    if (sources.isEmpty()) {
      throw new UsageException(
          "--source must be aws or one of " + known + ", not '" + source + "'");
    }
    EventPatterns.Built built = EventPatterns.of(selection.book(), sources).orElse(null);
    if (built == null) {
      System.err.println("no rule can match an event of " + source);
      return 1;
    }
    System.out.println(built.json().toPrettyString());
    System.out.flush();
    built
        .unfiltered()
        .forEach(
            (name, titles) ->
                System.err.printf(
                    "all events of %s pass, because EventBridge cannot narrow down: %s%n",
                    name, Safe.text(String.join("; ", titles))));
    int length = built.json().toString().length();
    System.err.printf("%,d characters of at most %,d%n", length, EventPatterns.LONGEST);
    return length <= EventPatterns.LONGEST ? 0 : 1;
  }
}
