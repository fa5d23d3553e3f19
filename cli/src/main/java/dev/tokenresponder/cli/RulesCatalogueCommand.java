package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.RulePage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the page that {@code docs/rules.md} is. */
@Command(name = "catalogue", description = "Print the rules as a page of Markdown.")
final class RulesCatalogueCommand implements Callable<Integer> {
  @Mixin private RuleSelection selection = new RuleSelection();

  @Override
  public Integer call() {
    System.out.print(RulePage.of(selection.book().rules()));
    System.out.flush();
    return 0;
  }
}
