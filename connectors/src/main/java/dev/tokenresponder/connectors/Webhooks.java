package dev.tokenresponder.connectors;

import dev.tokenresponder.connectors.entra.EntraConnector;
import dev.tokenresponder.connectors.github.GitHubWebhook;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import dev.tokenresponder.connectors.inbound.RecordSink;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.Webhook;
import dev.tokenresponder.connectors.signals.SharedSignals;
import dev.tokenresponder.connectors.signals.SignalsWebhook;
import dev.tokenresponder.connectors.slack.SlackWebhook;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The webhooks that the environment names (docs/webhooks.md), each with its secret; a secret may be
 * two with a blank between while it is changed:
 *
 * <ul>
 *   <li>{@code TOKEN_RESPONDER_WEBHOOK_GITHUB}: at {@code /github}
 *   <li>{@code TOKEN_RESPONDER_WEBHOOK_SLACK}: at {@code /slack}
 *   <li>{@code TOKEN_RESPONDER_WEBHOOK_OFFICE365}: at {@code /office365}; needs Entra configured
 *   <li>{@link SharedSignals#FROM_ISSUER} and what goes with it: at {@code /signals}
 * </ul>
 */
public final class Webhooks {
  private static final String PREFIX = "TOKEN_RESPONDER_WEBHOOK_";

  private Webhooks() {}

  /**
   * The endpoint with all that are named.
   *
   * @throws IllegalArgumentException when none is named, or one that cannot be used; says which
   *     variable and shows no secret
   */
  public static InboundEndpoint endpoint(
      Map<String, String> environment, ReplayGuard guard, RecordSink sink, Clock clock) {
    Map<String, Webhook> webhooks = new HashMap<>();
    named(environment, "GITHUB", secrets -> new GitHubWebhook(secrets, guard, sink, clock))
        .ifPresent(webhook -> webhooks.put("github", webhook));
    named(environment, "SLACK", secrets -> new SlackWebhook(secrets, guard, sink, clock))
        .ifPresent(webhook -> webhooks.put("slack", webhook));
    named(
            environment,
            "OFFICE365",
            secrets -> EntraConnector.webhook(environment, secrets, guard, sink, clock))
        .ifPresent(webhook -> webhooks.put("office365", webhook));
    SharedSignals.receiver(environment, guard, clock)
        .ifPresent(receiver -> webhooks.put("signals", new SignalsWebhook(receiver, sink)));
    if (webhooks.isEmpty()) {
      throw new IllegalArgumentException("no webhook is named; see docs/webhooks.md");
    }
    return new InboundEndpoint(webhooks);
  }

  private static Optional<Webhook> named(
      Map<String, String> environment, String name, Function<SharedSecrets, Webhook> maker) {
    String secrets = environment.getOrDefault(PREFIX + name, "");
    if (secrets.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(maker.apply(new SharedSecrets(secrets)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage());
    }
  }
}
