package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.IncidentWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.state.JdbcIncidentStore;
import dev.tokenresponder.cli.state.StateFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints all incidents. */
@Command(
    name = "list",
    description = "All incidents, one per line, in the order in which they came.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:they were shown", "2:wrong usage, or a file that cannot be used"})
final class IncidentsListCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    IncidentWriter writer =
        new IncidentWriter(System.out, format.isText(), Style.colours(System.getenv()));
    try (StateFile file = state.file()) {
      JdbcIncidentStore store = new JdbcIncidentStore(file);
      store.all().forEach(writer::line);
      store
          .stopped()
          .ifPresent(
              order ->
                  System.err.println(
                      "everything is stopped by " + order.by() + " since " + order.at()));
    }
    System.out.flush();
    return 0;
  }
}
