package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.cli.output.NdjsonResponses;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.output.TextResponses;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActionRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's word on actions that wait. */
abstract class DecisionCommand implements Callable<Integer> {
  @Mixin private StateOption state = new StateOption();
  @Mixin private FormatOption format = new FormatOption();

  @Parameters(paramLabel = "INCIDENT", description = "The id of the incident.")
  private String id = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy; its exemptions hold whatever a person says.")
  private @Nullable Path policyFile;

  @Option(
      names = "--action",
      paramLabel = "N",
      description = "This action only, by its number in 'incidents show'.")
  private @Nullable Integer number;

  /** Says it of one action. */
  abstract ActionOutcome decide(ActionRunner runner, ActionKey key);

  /** Whether the exemptions and accounts of a policy must be known. */
  abstract boolean needsPolicy();

  /** What an action ends as when it went as it was said. */
  abstract Status meant();

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    Policy policy = policy();
    try (State opened = state.open()) {
      state.endpoint().mustFit(opened);
      Optional<Cloud> cloud = state.endpoint().cloud(policy, clock);
      Policy exempting = cloud.map(Cloud::self).map(policy::exempting).orElse(policy);
      IncidentStore store = opened.incidents();
      List<ActionKey> keys = waiting(StateOption.find(store, id), store);
      if (keys.isEmpty()) {
        System.err.println("nothing waits for a person in incident " + id);
      }
      ActionRunner runner =
          new ActionRunner(
              Handlers.fromState(opened.place(), cloud, clock), exempting, store, clock);
      List<ActionOutcome> outcomes = keys.stream().map(key -> outcome(runner, key, clock)).toList();
      outcomes.forEach(writer()::outcome);
      return outcomes.stream().allMatch(outcome -> outcome.status() == meant()) ? 0 : 1;
    } finally {
      System.out.flush();
    }
  }

  private Policy policy() {
    if (policyFile != null) {
      return PolicyReader.read(policyFile);
    }
    if (needsPolicy()) {
      throw new UsageException("give --policy: whom it exempts must be left alone");
    }
    return PolicyReader.defaults();
  }

  private ActionOutcome outcome(ActionRunner runner, ActionKey key, Clock clock) {
    try {
      return decide(runner, key);
    } catch (ActionException e) {
      String again = e.isRetryable() ? "; run the same command again" : "";
      return new ActionOutcome(
          key, Status.FAILED, e.getMessage() + again, Undo.NOTHING, clock.instant());
    }
  }

  /** Those that wait, and those that were approved and then failed. */
  private List<ActionKey> waiting(Incident incident, IncidentStore store) {
    List<ActionOutcome> actions = incident.actions();
    if (number != null && (number < 1 || number > actions.size())) {
      throw new UsageException(
          "--action must be a number that 'incidents show' gives: from 1 to " + actions.size());
    }
    return number != null
        ? List.of(actions.get(number - 1).key())
        : actions.stream()
            .filter(
                outcome ->
                    outcome.status() == Status.HELD
                        || outcome.status() == Status.FAILED
                            && store.held(outcome.key()).isPresent())
            .map(ActionOutcome::key)
            .toList();
  }

  private ResponseWriter writer() {
    return format.isText()
        ? new TextResponses(System.out, Style.colours(System.getenv()))
        : new NdjsonResponses(System.out);
  }
}
