package dev.tokenresponder.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What happened so far. */
@Command(
    name = "incidents",
    description = "Show the incidents that are kept in a file, or by the functions.",
    subcommands = {
      IncidentsListCommand.class,
      IncidentsShowCommand.class,
      IncidentsExportCommand.class
    })
final class IncidentsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name one of its commands");
  }
}
