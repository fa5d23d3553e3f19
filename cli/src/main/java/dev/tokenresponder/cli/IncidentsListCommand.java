package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.IncidentWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.state.State;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints all incidents. */
@Command(
    name = "list",
    description = "All incidents, one per line, in the order in which they came.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:they were shown", "2:wrong usage, or a state that cannot be used"})
final class IncidentsListCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The newest only, so many. Without it all are read.")
  private @Nullable Integer limit;

  @Override
  public Integer call() {
    IncidentWriter writer =
        new IncidentWriter(System.out, format.isText(), Style.colours(System.getenv()));
    try (State opened = state.open()) {
      opened.newest(most()).forEach(writer::line);
      opened
          .incidents()
          .stopped()
          .ifPresent(
              order ->
                  System.err.println(
                      "everything is stopped by " + order.by() + " since " + order.at()));
    }
    System.out.flush();
    return 0;
  }

  private int most() {
    if (limit == null) {
      return Integer.MAX_VALUE;
    }
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more");
    }
    return limit;
  }
}
