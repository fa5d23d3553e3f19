package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.RecordSink;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.Webhook;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.respond.JsonLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Notifications of the Office 365 Management Activity API (its reference, "Receiving
 * notifications"). They are not signed: {@code Webhook-AuthID} is the secret that the subscription
 * was started with. They only say where content is, and that is fetched from Microsoft with the
 * responder's own token, so that a false one brings nothing that Microsoft does not vouch for.
 */
public final class Office365Webhook implements Webhook {
  private static final Duration REMEMBERED = Duration.ofDays(8);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SharedSecrets secrets;
  private final Office365Content content;
  private final ReplayGuard guard;
  private final RecordSink sink;
  private final Clock clock;

  Office365Webhook(
      SharedSecrets secrets,
      Office365Content content,
      ReplayGuard guard,
      RecordSink sink,
      Clock clock) {
    this.secrets = secrets;
    this.content = content;
    this.guard = guard;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public InboundAnswer receive(InboundRequest request) {
    if (!secrets.contain(request.headerOrEmpty("webhook-authid"))) {
      return InboundAnswer.unproven();
    }
    if (request.header("webhook-validationcode") != null) {
      return InboundAnswer.text(200, "");
    }
    JsonNode notifications;
    try {
      notifications = Json.read(request.body());
    } catch (MalformedRecordException e) {
      return InboundAnswer.text(400, "malformed: " + e.getMessage());
    }
    Instant last = clock.instant().plus(PATIENCE);
    for (JsonNode notification : notifications) {
      if (clock.instant().isAfter(last)) {
        throw ActionException.retryable("there is more content than time; the rest later", null);
      }
      take(notification);
    }
    return InboundAnswer.text(200, "taken");
  }

  private void take(JsonNode notification) {
    String id = notification.path("contentId").asText();
    Optional<String> path = content.path(notification.path("contentUri").asText());
    if (path.isEmpty() || id.isEmpty()) {
      JsonLog.info("a notification names content that is not of the configured tenant");
      return;
    }
    guard.once(
        "office365 " + path.get(),
        clock.instant().plus(REMEMBERED),
        () -> {
          List<String> records = content.fetch(path.get());
          sink.accept("m365.audit", records);
        });
  }

  @Override
  public String toString() {
    return "Office365Webhook";
  }
}
