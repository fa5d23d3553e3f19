package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Raises an alert at PagerDuty for whoever is on call (developer.pagerduty.com, "Events API v2
 * Overview" and "Send an Alert Event"). An incident is one alert for each severity however often it
 * is told, for both are the {@code dedup_key}, so that trying again wakes nobody twice, and one
 * that gets worse wakes somebody. Only 202 means accepted; 429 and 5xx are retryable, "preferably
 * with a backoff of a few minutes", which is left to whoever delivers again.
 */
public final class PagerDutyNotifier implements Notifier {
  private static final String LABEL = "PagerDuty";
  private static final URI ENQUEUE = URI.create("https://events.pagerduty.com/v2/enqueue");
  private static final int ACCEPTED = 202;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{32}");

  /** Of the 255 that a key may have; a severity follows. */
  private static final int LONGEST_INCIDENT = 240;

  private static final int LONGEST_SUMMARY = 1_024;
  private static final int LONGEST_TEXT = 30_000;

  /** How the responder begins a subject; what comes behind may be from anybody. */
  private static final Pattern LEVEL = Pattern.compile("\\[token-responder] ([a-z]+): ");

  private final String routingKey;
  private final JsonPost post;

  /**
   * @param routingKey the integration key of a service: 32 letters and digits; a secret
   * @throws IllegalArgumentException when it is none
   */
  public PagerDutyNotifier(String routingKey) {
    this(routingKey, ENQUEUE, JsonPost.PATIENCE);
  }

  /**
   * Posts to a stand-in on this machine, for tests.
   *
   * @param standIn {@code http://127.0.0.1:port}
   */
  public PagerDutyNotifier(String routingKey, URI standIn) {
    this(routingKey, SecretUrl.onStandIn(ENQUEUE, standIn), JsonPost.PATIENCE);
  }

  private PagerDutyNotifier(String routingKey, URI url, Duration patience) {
    if (!KEY.matcher(routingKey).matches()) {
      throw new IllegalArgumentException(
          "an integration key of PagerDuty's Events API v2 has 32 letters and digits");
    }
    this.routingKey = routingKey;
    this.post =
        new JsonPost(LABEL, "PagerDuty refused the event or its integration key", url, patience);
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    int status = post.send(JsonPost.json(event(message)), Map.of());
    if (status != ACCEPTED) {
      throw ActionException.retryable("PagerDuty did not accept the event: HTTP " + status, null);
    }
    return "alert raised at " + LABEL;
  }

  @Override
  public String toString() {
    return "PagerDutyNotifier";
  }

  private Map<String, Object> event(OwnerMessage message) {
    String summary = ChatSystem.withoutLinks(PlainText.line(message.subject(), 100));
    String text = PlainText.lines(ChatSystem.withoutLinks(message.text()), LONGEST_TEXT);
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("summary", PlainText.line(summary, LONGEST_SUMMARY));
    payload.put("source", "token-responder");
    String severity = severity(message.subject());
    payload.put("severity", severity);
    payload.put("custom_details", Map.of("message", text));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", routingKey);
    event.put("event_action", "trigger");
    event.put("dedup_key", PlainText.line(message.incident(), LONGEST_INCIDENT) + "/" + severity);
    event.put("client", "token-responder");
    event.put("payload", payload);
    if (!message.links().isEmpty()) {
      event.put(
          "links",
          message.links().stream()
              .map(link -> Map.of("href", link.url().toString(), "text", link.label()))
              .toList());
    }
    return event;
  }

  /** What the level is called there; without one that is known, {@code error}. */
  private static String severity(String subject) {
    Matcher level = LEVEL.matcher(subject);
    return level.lookingAt()
        ? Level.of(level.group(1)).map(PagerDutyNotifier::severity).orElse("error")
        : "error";
  }

  private static String severity(Level level) {
    return switch (level) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, INFORMATIONAL -> "info";
    };
  }
}
