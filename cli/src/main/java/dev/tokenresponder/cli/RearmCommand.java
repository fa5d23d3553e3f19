package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.NdjsonResponses;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.output.TextResponses;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.respond.Rearming;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets an incident be answered again after {@code undo} or {@code reject}. */
@Command(
    name = "rearm",
    description = {
      "Let what was taken back or rejected in an incident be done again without a person.",
      "Nothing is changed now, but when it is asked for on a new occasion."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it was recorded", "2:wrong usage, or a state that cannot be used"})
final class RearmCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Parameters(paramLabel = "INCIDENT", description = "The id of the incident.")
  private String id = "";

  @Override
  public Integer call() {
    try (State opened = state.open()) {
      StateOption.find(opened.incidents(), id);
      writer()
          .outcome(new Rearming(opened.incidents(), Clock.systemUTC()).rearm(id, Person.atHand()));
    }
    System.out.flush();
    return 0;
  }

  private ResponseWriter writer() {
    return format.isText()
        ? new TextResponses(System.out, Style.colours(System.getenv()))
        : new NdjsonResponses(System.out);
  }
}
