package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.cli.output.NdjsonResponses;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.output.TextResponses;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.Undoing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back what was done in an incident, and prints what became of every action. */
@Command(
    name = "undo",
    description = {
      "Take back what was done in an incident, the newest first, and tell so.",
      "Where that is not safe, or cannot be done from here, it is refused, and nothing is changed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was taken back, or there was nothing to take back",
      "1:something was refused or failed",
      "2:wrong usage, or a state that cannot be used, or no way to the cloud"
    })
final class UndoCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Parameters(paramLabel = "INCIDENT", description = "The id of the incident.")
  private String id = "";

  @Option(
      names = "--action",
      paramLabel = "N",
      description = "Take back this action only, by its number in 'incidents show'.")
  private @Nullable Integer number;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The policy: its fallback owners are told that it was taken back, through its topic.")
  private @Nullable Path policyFile;

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    Instant start = clock.instant();
    ResponseWriter writer = writer();
    Policy policy = policyFile == null ? PolicyReader.defaults() : PolicyReader.read(policyFile);
    try (State opened = state.open()) {
      state.endpoint().mustFit(opened);
      Incident incident = StateOption.find(opened.incidents(), id);
      @Nullable ActionKey only = number == null ? null : action(incident, number);
      Optional<Cloud> cloud = state.endpoint().cloud(policy, clock);
      List<ActionOutcome> outcomes =
          new Undoing(Handlers.fromState(opened.place(), cloud, clock), opened.incidents(), clock)
              .undo(id, only);
      outcomes.forEach(writer::outcome);
      new UndoNotice(policy.owners().fallback(), notifier(cloud), writer)
          .send(incident, outcomes, start);
      if (outcomes.isEmpty()) {
        System.err.println("undo: there is nothing to take back in incident " + id);
      }
      return outcomes.stream().allMatch(outcome -> outcome.status() == Status.UNDONE) ? 0 : 1;
    } finally {
      System.out.flush();
    }
  }

  private static Notifier notifier(Optional<Cloud> cloud) {
    return cloud
        .map(Cloud::notifier)
        .orElse((owners, message) -> "sent nowhere, without --endpoint-url");
  }

  private static ActionKey action(Incident incident, int number) {
    List<ActionOutcome> actions = incident.actions();
    if (number < 1 || number > actions.size()) {
      throw new UsageException(
          "--action must be a number that 'incidents show' gives: from 1 to " + actions.size());
    }
    return actions.get(number - 1).key();
  }

  private ResponseWriter writer() {
    return format.isText()
        ? new TextResponses(System.out, Style.colours(System.getenv()))
        : new NdjsonResponses(System.out);
  }
}
