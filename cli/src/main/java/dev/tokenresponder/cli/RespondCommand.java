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
  private static final String AWS = "aws";
  private static final String GOOGLE = "google";

  @Mixin private RuleOptions rules = new RuleOptions();
  @Mixin private InputOptions input = new InputOptions();

  @Option(names = "--enforce", description = "Act, whatever mode the policy says.")
  private boolean enforce;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "Act on what answers at this address like AWS does (moto, LocalStack, Floci), with the word"
              + " aws on AWS itself, with the credentials the AWS SDK finds, or with the word google"
              + " on Google Cloud, with the application default credentials.")
  private @Nullable String endpoint;

  @Override
  public Integer call() {
    Policy configured = rules.policy();
    Clock clock = Clock.systemUTC();
    Cloud cloud = cloud(configured, clock);
    Policy policy =
        (enforce ? configured.inMode(Mode.ENFORCE) : configured).exempting(cloud.self());
    if (enforce
        && endpoint != null
        && !endpoint.equals(GOOGLE)
        && policy.trustedNetworks().isEmpty()) {
      System.err.println(
          "respond: the policy names no trusted_networks, so an instance's session counts as"
              + " stolen wherever in the internet it is used from");
    }
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

  private Cloud cloud(Policy policy, Clock clock) {
    if (endpoint == null) {
      return new SeveralClouds(List.of(new EmbeddedAws(), new EmbeddedGoogle(policy, clock)));
    }
    String topic = policy.notifications().snsTopic();
    return switch (endpoint) {
      case AWS -> new AwsCloud(null, topic);
      case GOOGLE -> new GoogleCloud(policy, clock);
      default -> new AwsCloud(address(endpoint), topic);
    };
  }

  private static URI address(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      if (uri.getHost() == null) {
        throw new UsageException(
            "--endpoint-url must be like http://127.0.0.1:5000, or aws, or google");
      }
      return uri;
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
