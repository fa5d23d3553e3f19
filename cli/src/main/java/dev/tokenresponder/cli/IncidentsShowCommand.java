package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.IncidentWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.state.State;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints all there is to know of one incident. */
@Command(
    name = "show",
    description = "One incident: what was seen, what was done, and how to take it back.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it was shown", "2:wrong usage, or a state that cannot be used"})
final class IncidentsShowCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Parameters(paramLabel = "INCIDENT", description = "The id of the incident.")
  private String id = "";

  @Override
  public Integer call() {
    IncidentWriter writer =
        new IncidentWriter(System.out, format.isText(), Style.colours(System.getenv()));
    try (State opened = state.open()) {
      writer.whole(StateOption.find(opened.incidents(), id));
    }
    System.out.flush();
    return 0;
  }
}
