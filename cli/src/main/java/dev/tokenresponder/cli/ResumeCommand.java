package dev.tokenresponder.cli;

import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Stop;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends what {@link StopCommand} began. */
@Command(
    name = "resume",
    description = {
      "Change things again after 'stop'.",
      "What was asked for meanwhile still waits: see 'incidents list', then 'approve' or 'reject'."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing is stopped", "2:wrong usage, or a state that cannot be used"})
final class ResumeCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();

  @Override
  public Integer call() {
    try (State opened = state.open()) {
      IncidentStore store = opened.incidents();
      Optional<Stop> order = store.stopped();
      store.resume();
      System.err.println(
          order
              .map(stop -> "resumed, after " + stop.by() + " had stopped it: " + stop.reason())
              .orElse("nothing was stopped"));
    }
    return 0;
  }
}
