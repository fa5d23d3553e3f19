package dev.tokenresponder.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.sigma.SigmaProblem;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints every problem of every rule file. */
@Command(
    name = "lint",
    description = "Check rules: every problem with file, line, column, code and a hint.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no rule has an error; there may be warnings",
      "1:some rule cannot be used",
      "2:wrong usage"
    })
final class RulesLintCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private RuleSelection selection = new RuleSelection();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    RuleBook.Loading loading = selection.load();
    List<SigmaProblem> problems =
        loading.problems().stream()
            .sorted(
                Comparator.comparing(SigmaProblem::file)
                    .thenComparingInt(SigmaProblem::line)
                    .thenComparingInt(SigmaProblem::column))
            .toList();
    boolean colour = Style.colours(System.getenv());
    for (SigmaProblem problem : problems) {
      System.out.println(format.isText(true) ? text(problem, colour) : json(problem));
    }
    System.out.flush();
    int errors = loading.errors().size();
    System.err.printf(
        "%,d rules can be used; %,d errors, %,d warnings%n",
        loading.book().rules().size(), errors, problems.size() - errors);
    return errors == 0 ? 0 : 1;
  }

  private static String text(SigmaProblem problem, boolean colour) {
    Style style = problem.isError() ? Style.BAD : Style.CAUTION;
    return style.paint(problem.severity().label(), colour) + " " + Safe.text(problem);
  }

  private static String json(SigmaProblem problem) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("file", problem.file());
    node.put("line", problem.line());
    node.put("column", problem.column());
    node.put("severity", problem.severity().label());
    node.put("code", problem.code());
    node.put("message", problem.message());
    node.put("hint", problem.hint());
    return node.toString();
  }
}
