package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.IncidentWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.page.IncidentPage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints all there is to know of one incident. */
@Command(
    name = "show",
    description =
        "One incident: what was seen, what was done, and how to take it back."
            + " --format html makes a page of it, which stands for itself.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it was shown", "2:wrong usage, or a state that cannot be used"})
final class IncidentsShowCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Parameters(paramLabel = "INCIDENT", description = "The id of the incident.")
  private String id = "";

  @Override
  public Integer call() {
    boolean text = !format.isHtml() && format.isText();
    Incident incident;
    try (State opened = state.open()) {
      incident = StateOption.find(opened.incidents(), id);
    }
    if (format.isHtml()) {
      byte[] page = IncidentPage.of(incident).getBytes(StandardCharsets.UTF_8);
      System.out.write(page, 0, page.length);
    } else {
      new IncidentWriter(System.out, text, Style.colours(System.getenv())).whole(incident);
    }
    System.out.flush();
    return 0;
  }
}
