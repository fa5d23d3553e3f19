package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.RecordSink;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.Webhook;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * GitHub's webhooks (GitHub Docs, "Validating webhook deliveries"): {@code X-Hub-Signature-256} is
 * {@code sha256=} and the HMAC of the body. Neither a time nor {@code X-GitHub-Delivery} is signed,
 * so a body is known again by its own digest.
 */
public final class GitHubWebhook implements Webhook {
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final SharedSecrets secrets;
  private final ReplayGuard guard;
  private final RecordSink sink;
  private final Clock clock;

  /** Hands records of {@code github.audit} to {@code sink}. */
  public GitHubWebhook(SharedSecrets secrets, ReplayGuard guard, RecordSink sink, Clock clock) {
    this.secrets = secrets;
    this.guard = guard;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public InboundAnswer receive(InboundRequest request) {
    String signature = request.headerOrEmpty("x-hub-signature-256");
    if (!secrets.signed("sha256=", signature, request.body())) {
      return InboundAnswer.unproven();
    }
    if (!request.headerOrEmpty("content-type").startsWith("application/json")) {
      return InboundAnswer.text(415, "choose the content type application/json for the webhook");
    }
    JsonNode body;
    try {
      body = Json.read(request.body());
    } catch (MalformedRecordException e) {
      return InboundAnswer.text(400, "malformed: " + e.getMessage());
    }
    String event = request.headerOrEmpty("x-github-event");
    Optional<String> record =
        GitHubWebhookRecord.of(event, body, signature.substring("sha256=".length()), clock);
    if (record.isEmpty()) {
      return InboundAnswer.text(202, "nothing to be made of this event");
    }
    boolean first =
        guard.once(
            "github " + signature,
            clock.instant().plus(REMEMBERED),
            () -> sink.accept("github.audit", List.of(record.get())));
    return InboundAnswer.text(202, first ? "taken" : "taken before");
  }

  @Override
  public String toString() {
    return "GitHubWebhook";
  }
}
