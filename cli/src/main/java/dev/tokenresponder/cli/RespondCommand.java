package dev.tokenresponder.cli;

import dev.tokenresponder.cli.output.NdjsonResponses;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.cli.output.TextResponses;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.policy.Mode;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.Memory;
import java.net.URI;
import java.time.Clock;
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
      "Without --endpoint-url it does so in a made-up AWS in memory, without --enforce only as far"
          + " as monitor mode goes: looking, and saying what would be done."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all input was read and no action failed",
      "1:some input was unreadable, or some action failed",
      "2:wrong usage, or rules or a policy that cannot be used, or no way to the cloud"
    })
final class RespondCommand implements Callable<Integer> {
  private static final String AWS = "aws";

  @Mixin private RuleOptions rules = new RuleOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(names = "--enforce", description = "Act, whatever mode the policy says.")
  private boolean enforce;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "Act on what answers at this address like AWS does (moto, LocalStack, Floci), or with the"
              + " word aws on AWS itself, with the credentials the AWS SDK finds.")
  private @Nullable String endpoint;

  @Override
  public Integer call() {
    Policy configured = rules.policy();
    Cloud cloud = cloud(configured);
    Policy policy =
        (enforce ? configured.inMode(Mode.ENFORCE) : configured).exempting(cloud.self());
    if (enforce && endpoint != null && policy.trustedNetworks().isEmpty()) {
      System.err.println(
          "respond: the policy names no trusted_networks, so an instance's session counts as"
              + " stolen wherever in the internet it is used from");
    }
    Clock clock = Clock.systemUTC();
    Evaluator evaluator =
        new Evaluator(
            rules.rules(policy), policy, Intake.OPERATOR, Memory.local(), event -> clock.instant());
    Responder responder = new Responder(cloud, policy, clock, writer());
    try (Reading reading =
        new Reading(evaluator, input.source(), Reading.AT_ONCE, responder::answer, System.err)) {
      input.inputs().read(reading);
      return Math.max(reading.finish(), responder.failed() ? 1 : 0);
    } finally {
      System.out.flush();
    }
  }

  private Cloud cloud(Policy policy) {
    if (endpoint == null) {
      return new EmbeddedCloud();
    }
    if (endpoint.equals(AWS)) {
      return new AwsCloud(null, policy.notifications().snsTopic());
    }
    try {
      URI uri = URI.create(endpoint);
      if (uri.getHost() == null) {
        throw new UsageException("--endpoint-url must be like http://127.0.0.1:5000, or aws");
      }
      return new AwsCloud(uri, policy.notifications().snsTopic());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--endpoint-url is not a URL: " + e.getMessage());
    }
  }

  private ResponseWriter writer() {
    return switch (input.format()) {
      case NDJSON -> new NdjsonResponses(System.out);
      case TEXT -> new TextResponses(System.out, Style.colours(System.getenv()));
    };
  }
}
