package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.JUnitReport;
import dev.tokenresponder.cli.output.JUnitReport.Result;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.respond.Rule;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.RuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the tests that stand inside rule files. */
@Command(
    name = "test",
    description = "Run the tests inside rules.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every test passed",
      "1:some test failed",
      "2:wrong usage, or rules that cannot be used"
    })
final class RulesTestCommand implements Callable<Integer> {
  @Mixin private RuleSelection selection = new RuleSelection();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit XML, which CI systems read.")
  private @Nullable Path junit;

  @Option(names = "--verbose", description = "Also print what passed.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    RuleBook book = selection.book();
    boolean colour = Style.colours(System.getenv());
    List<Result> results = new ArrayList<>();
    long untested = 0;
    for (Rule rule : book.rules()) {
      untested += rule.tests().isEmpty() ? 1 : 0;
      for (RuleTest test : rule.tests()) {
        results.add(run(book, rule, test, colour));
      }
    }
    if (junit != null) {
      Files.writeString(junit, JUnitReport.of(results));
    }
    long failed = results.stream().filter(result -> result.failure() != null).count();
    if (untested > 0) {
      System.out.printf("%d rules have no tests%n", untested);
    }
    System.out.printf("%d passed, %d failed%n", results.size() - failed, failed);
    System.out.flush();
    return failed == 0 ? 0 : 1;
  }

  private Result run(RuleBook book, Rule rule, RuleTest test, boolean colour) {
    String failure =
        book.passes(rule, test)
            ? null
            : test.match() ? "should match, but does not" : "should not match, but does";
    if (failure != null || verbose) {
      System.out.printf(
          "%s %s: %s%s%n",
          failure == null ? Style.GOOD.paint("ok    ", colour) : Style.BAD.paint("FAILED", colour),
          Safe.text(rule.sigma().title()),
          Safe.text(test.name()),
          failure == null
              ? ""
              : " (" + failure + ") " + rule.sigma().file() + ":" + rule.sigma().line());
    }
    return new Result(rule.sigma().title(), test.name(), failure);
  }
}
