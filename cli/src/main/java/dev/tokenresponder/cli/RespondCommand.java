package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.NdjsonResponses;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.output.TextResponses;
import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.lineage.LinkStore;
import dev.tokenresponder.policy.Mode;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.IncidentContainments;
import dev.tokenresponder.respond.Memory;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges records, carries out their plans, and prints what became of every action. */
@Command(
    name = "respond",
    description = {
      "Judge records, open incidents and carry out their plans.",
      "Without --endpoint-url it does so in made-up clouds in memory, without --enforce only as far"
          + " as monitor mode goes: looking, and saying what would be done."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all input was read and no action failed",
      "1:some input was unreadable, or some action failed",
      "2:wrong usage, or rules or a policy that cannot be used, or no way to the cloud"
    })
final class RespondCommand implements Callable<Integer> {
  @Mixin private RuleOptions rules = new RuleOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(names = "--enforce", description = "Act, whatever mode the policy says.")
  private boolean enforce;

  @Option(
      names = "--state",
      paramLabel = StateOption.LABEL,
      description =
          "Keep incidents in this file, or with those of the functions, for 'incidents' and 'undo';"
              + " without it they end with the command.")
  private @Nullable String state;

  @Mixin private EndpointOption endpoint = new EndpointOption();

  @Override
  public Integer call() {
    Policy configured = rules.policy();
    Clock clock = Clock.systemUTC();
    Cloud cloud =
        endpoint
            .cloud(configured, clock)
            .orElseGet(
                () ->
                    new SeveralClouds(
                        List.of(new EmbeddedAws(), new EmbeddedGoogle(configured, clock))));
    if (state == null) {
      return respond(new InMemoryIncidentStore(), new InMemoryLinks(), configured, cloud, clock);
    }
    Place place = endpoint.isGiven() ? Place.REAL : Place.MADE_UP;
    try (State opened = new StateName(state, endpoint.address(), System.getenv()).open(place)) {
      return respond(opened.incidents(), opened.links(), configured, cloud, clock);
    }
  }

  private int respond(
      IncidentStore store, LinkStore links, Policy configured, Cloud cloud, Clock clock) {
    Policy policy =
        (enforce ? configured.inMode(Mode.ENFORCE) : configured).exempting(cloud.self());
    if (enforce && endpoint.isAws() && policy.trustedNetworks().isEmpty()) {
      System.err.println(
          "respond: the policy names no trusted_networks, so an instance's session counts as"
              + " stolen wherever in the internet it is used from");
    }
    Lineage lineage = new FollowedLineage(links);
    Evaluator evaluator =
        new Evaluator(
            rules.rules(policy),
            policy,
            Intake.OPERATOR,
            Memory.local(new IncidentContainments(store, lineage), lineage),
            event -> clock.instant());
    Responder responder = new Responder(cloud, policy, store, clock, writer());
    try (Reading reading =
        new Reading(evaluator, input.source(), Reading.AT_ONCE, responder::answer, System.err)) {
      input.inputs().read(reading);
      int read = reading.finish();
      responder.lookAgain();
      return Math.max(read, responder.failed() ? 1 : 0);
    } finally {
      System.out.flush();
    }
  }

  private ResponseWriter writer() {
    return switch (input.format()) {
      case NDJSON -> new NdjsonResponses(System.out);
      case TEXT -> new TextResponses(System.out, Style.colours(System.getenv()));
    };
  }
}
