package dev.tokenresponder.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about rules that needs no events. */
@Command(
    name = "rules",
    description = "List, check and test rules, and say what they cover.",
    subcommands = {
      RulesListCommand.class,
      RulesCatalogueCommand.class,
      RulesLintCommand.class,
      RulesTestCommand.class,
      RulesCoverageCommand.class,
      RulesPatternCommand.class,
      RulesFilterCommand.class,
      RulesAuditLogsCommand.class
    })
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name one of its commands");
  }
}
