package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.respond.LogFilters;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the filter for a log sink of Cloud Logging. */
@Command(
    name = "filter",
    description = {
      "Print a filter for a log sink of Cloud Logging that lets through every entry which the rules"
          + " can match, so that functions run for few others."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the filter was printed",
      "1:the filter is longer than Cloud Logging allows, or no rule is about the source",
      "2:wrong usage, or rules that cannot be used"
    })
final class RulesFilterCommand implements Callable<Integer> {
  @Mixin private RuleSelection selection = new RuleSelection();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "gcp.audit",
      description = "gcp.audit or workspace.audit. Default: gcp.audit.")
  private String source = "gcp.audit";

  @Override
  public Integer call() {
    if (!LogFilters.sources().contains(source)) {
      throw new UsageException(
          "--source must be one of " + LogFilters.sources() + ", not '" + source + "'");
    }
    LogFilters.Built built = LogFilters.of(selection.book(), source).orElse(null);
    if (built == null) {
      System.err.println("no rule can match an entry of " + source);
      return 1;
    }
    System.out.println(built.text());
    System.out.flush();
    if (!built.unfiltered().isEmpty()) {
      System.err.printf(
          "all entries of %s pass, because Cloud Logging cannot narrow down: %s%n",
          source, Safe.text(String.join("; ", built.unfiltered())));
    }
    int length = built.text().length();
    System.err.printf("%,d characters of at most %,d%n", length, LogFilters.LONGEST);
    return length <= LogFilters.LONGEST ? 0 : 1;
  }
}
