package dev.tokenresponder.cli;

import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.Stop;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets nothing be changed any more. */
@Command(
    name = "stop",
    description = {
      "Change nothing any more, until 'resume'.",
      "What is asked for waits for a person, and what a person approves waits too. Events are",
      "judged, owners are told, and 'undo' works."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:everything is stopped", "2:wrong usage, or a state that cannot be used"})
final class StopCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for whoever reads what waits.")
  private String reason = "";

  @Override
  public Integer call() {
    if (reason.isBlank()) {
      throw new UsageException("--reason must say something");
    }
    Stop order =
        new Stop(
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS),
            Person.atHand(),
            reason.strip());
    try (State opened = state.open()) {
      opened.incidents().stop(order);
    }
    System.err.println("stopped: nothing is changed until 'resume'");
    return 0;
  }
}
