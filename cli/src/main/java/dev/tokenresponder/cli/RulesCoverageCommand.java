package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.Coverage;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.respond.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints which techniques and log sources rules are about. */
@Command(name = "coverage", description = "Count rules by ATT&CK technique and by log source.")
final class RulesCoverageCommand implements Callable<Integer> {
  @Mixin private RuleSelection selection = new RuleSelection();

  @Option(
      names = "--navigator",
      paramLabel = "FILE",
      description = "Also write a layer for the ATT&CK Navigator.")
  private @Nullable Path navigator;

  @Override
  public Integer call() throws IOException {
    Coverage coverage = new Coverage(selection.book().rules());
    print("technique", coverage.techniques());
    print("log source", coverage.logSources());
    if (navigator != null) {
      Files.writeString(navigator, coverage.navigatorLayer());
    }
    System.out.flush();
    return 0;
  }

  private static void print(String heading, Map<String, List<Rule>> rules) {
    System.out.printf("%-24s rules%n", heading);
    rules.forEach((name, list) -> System.out.printf("%-24s %5d%n", Safe.text(name), list.size()));
  }
}
