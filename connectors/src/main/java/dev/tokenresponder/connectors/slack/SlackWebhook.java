package dev.tokenresponder.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.RecordSink;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.Webhook;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Slack's Events API (Slack, "Verifying requests from Slack", "Events API"): {@code
 * X-Slack-Signature} is {@code v0=} and the HMAC of {@code v0:TIMESTAMP:BODY}. Of events only
 * {@code app_installed} becomes a record, and only applications of a whole organization get it; it
 * names no scopes.
 */
public final class SlackWebhook implements Webhook {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~+/=-]{1,512}");

  private final SharedSecrets secrets;
  private final ReplayGuard guard;
  private final RecordSink sink;
  private final Clock clock;

  /** Hands records of {@code slack.audit} to {@code sink}. */
  public SlackWebhook(SharedSecrets secrets, ReplayGuard guard, RecordSink sink, Clock clock) {
    this.secrets = secrets;
    this.guard = guard;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public InboundAnswer receive(InboundRequest request) {
    String timestamp = request.headerOrEmpty("x-slack-request-timestamp");
    String signature = request.headerOrEmpty("x-slack-signature");
    byte[] before = ("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8);
    if (!secrets.signed("v0=", signature, before, request.body()) || !isOfNow(timestamp)) {
      return InboundAnswer.unproven();
    }
    JsonNode body;
    try {
      body = Json.read(request.body());
    } catch (MalformedRecordException e) {
      return InboundAnswer.text(400, "malformed: " + e.getMessage());
    }
    if ("url_verification".equals(body.path("type").asText())) {
      String challenge = body.path("challenge").asText();
      return CHALLENGE.matcher(challenge).matches()
          ? InboundAnswer.text(200, challenge)
          : InboundAnswer.text(400, "malformed: no challenge");
    }
    Optional<String> record = record(body);
    if (record.isEmpty()) {
      return InboundAnswer.text(200, "nothing to be made of this event");
    }
    boolean first =
        guard.once(
            "slack " + body.path("event_id").asText(signature),
            clock.instant().plus(Duration.ofDays(1)),
            () -> sink.accept("slack.audit", List.of(record.get())));
    return InboundAnswer.text(200, first ? "taken" : "taken before");
  }

  private boolean isOfNow(String timestamp) {
    return SECONDS.matcher(timestamp).matches()
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                .abs()
                .compareTo(TOLERANCE)
            <= 0;
  }

  private static Optional<String> record(JsonNode body) {
    JsonNode event = body.path("event");
    boolean installed =
        "event_callback".equals(body.path("type").asText())
            && "app_installed".equals(event.path("type").asText())
            && body.path("event_time").isIntegralNumber();
    if (!installed) {
      return Optional.empty();
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("id", body.path("event_id").asText());
    record.set("date_create", body.path("event_time"));
    record.put("action", "app_installed");
    ObjectNode actor = record.putObject("actor").put("type", "user");
    actor.putObject("user").put("id", event.path("user_id").asText());
    ObjectNode app = record.putObject("entity").put("type", "app").putObject("app");
    app.put("id", event.path("app_id").asText()).put("name", event.path("app_name").asText());
    record
        .putObject("context")
        .putObject("location")
        .put("id", event.path("team_id").asText())
        .put("domain", event.path("team_domain").asText());
    return Optional.of(record.toString());
  }

  @Override
  public String toString() {
    return "SlackWebhook";
  }
}
