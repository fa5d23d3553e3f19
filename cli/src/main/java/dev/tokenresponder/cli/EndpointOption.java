package dev.tokenresponder.cli;

import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.policy.Policy;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cloud is acted on. */
final class EndpointOption {
  private static final String AWS = "aws";
  private static final String GOOGLE = "google";

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "The cloud: what answers at this address like AWS does (moto, LocalStack, Floci), also for"
              + " --state dynamodb:TABLE; with the word aws AWS itself, with the credentials the AWS"
              + " SDK finds; with the word google Google Cloud, with the application default"
              + " credentials.")
  private @Nullable String endpoint;

  boolean isGiven() {
    return endpoint != null;
  }

  boolean isAws() {
    return endpoint != null && !endpoint.equals(GOOGLE);
  }

  /** The address; null when none is given, or the cloud is named by its word. */
  @Nullable URI address() {
    return endpoint == null || endpoint.equals(AWS) || endpoint.equals(GOOGLE)
        ? null
        : address(endpoint);
  }

  /**
   * Whether it is where the incidents were.
   *
   * @throws UsageException when they were only tried
   */
  void mustFit(State state) {
    if (isGiven() && state.place() == Place.MADE_UP) {
      throw new UsageException(
          "the file holds what was tried without --endpoint-url, in clouds that are gone; nothing of"
              + " it is in another cloud");
    }
  }

  /** The cloud; empty when none is named. */
  Optional<Cloud> cloud(Policy policy, Clock clock) {
    if (endpoint == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (endpoint) {
          case AWS -> new AwsCloud(null, policy);
          case GOOGLE -> new GoogleCloud(policy, clock);
          default -> new AwsCloud(address(endpoint), policy);
        });
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
}
