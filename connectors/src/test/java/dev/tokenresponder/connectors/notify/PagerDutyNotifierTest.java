package dev.tokenresponder.connectors.notify;

import static dev.tokenresponder.connectors.notify.PostDouble.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.notify.PostDouble.Posted;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagerDutyNotifierTest {
  private static final String KEY = "canary0123456789canary0123456789";
  private static final OwnerMessage MESSAGE =
      new OwnerMessage("inc-20261124-0a1b", "[token-responder] high: alice", "What: a\nWho: b\n");

  @Test
  void raisesOneAlertForAnIncident() throws IOException {
    try (PostDouble server = new PostDouble(PagerDutyNotifierTest::isEvent, 202)) {
      PagerDutyNotifier notifier = new PagerDutyNotifier(KEY, server.address());
      assertThat(notifier.send(List.of(), MESSAGE)).isEqualTo("alert raised at PagerDuty");
      notifier.send(List.of(), new OwnerMessage(MESSAGE.incident(), "other", "text\n"));
      assertThat(server.posts())
          .extracting(posted -> posted.json().get("dedup_key").asText())
          .containsExactly("inc-20261124-0a1b/error", "inc-20261124-0a1b/error");
      JsonNode event = server.posts().get(0).json();
      assertThat(event.get("routing_key").asText()).isEqualTo(KEY);
      assertThat(event.at("/payload/summary").asText()).isEqualTo("[token-responder] high: alice");
      assertThat(event.at("/payload/custom_details/message").asText())
          .isEqualTo("What: a\nWho: b\n");
    }
  }

  @Test
  void anIncidentThatGetsWorseIsAnAlertOfItsOwn() throws IOException {
    String worse = "[token-responder] critical: alice";
    assertThat(posted(new OwnerMessage("i".repeat(400), worse, "text\n")).get("dedup_key").asText())
        .hasSizeLessThanOrEqualTo(255)
        .endsWith("/critical");
    assertThat(posted(new OwnerMessage(MESSAGE.incident(), worse, "text\n")).get("dedup_key"))
        .isNotEqualTo(posted(MESSAGE).get("dedup_key"));
  }

  @ParameterizedTest
  @CsvSource({
    "[token-responder] critical: alice, critical",
    "[token-responder] high: alice, error",
    "[token-responder] medium: alice, warning",
    "[token-responder] low: alice, info",
    "[token-responder] informational: alice, info",
    "[token-responder] grave: alice, error",
    "alice [token-responder] low: bob, error",
    "something else, error",
  })
  void theSeverityIsTheLevelThatTheSubjectBeginsWith(String subject, String severity)
      throws IOException {
    assertThat(posted(new OwnerMessage("1", subject, "text\n")).at("/payload/severity").asText())
        .isEqualTo(severity);
  }

  @Test
  void nothingInAnEventIsALinkOrUnseen() throws IOException {
    for (String fact : List.of(Hostile.MARK_UP, Hostile.UNSEEN)) {
      String event = posted(Hostile.message(fact)).toString();
      assertThat(event).matches("[ -~]*").doesNotContain("://").doesNotContainPattern("(?i)www\\.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u0430", "\n", "://", "\\", "\"", "www."})
  void longEventsStayBelowWhatPagerDutyTakes(String fact) throws IOException {
    String message = fact.repeat(200_000);
    JsonNode event = posted(new OwnerMessage(message, message, message));
    assertThat(event.at("/payload/custom_details/message").asText())
        .endsWith("[clipped; the incident holds the rest]");
  }

  @ParameterizedTest
  @CsvSource({
    "200, true, PagerDuty did not accept the event: HTTP 200",
    "204, true, HTTP 204",
    "302, false, 'a redirect, which is not followed: HTTP 302'",
    "400, false, PagerDuty refused the event or its integration key: HTTP 400",
    "403, false, HTTP 403",
    "429, true, 'HTTP 429, Retry-After: 30'",
    "500, true, HTTP 500",
    "503, true, HTTP 503",
  })
  void only202IsAccepted(int status, boolean retryable, String said) throws IOException {
    Map<String, String> headers = Map.of("Retry-After", "30", "Location", "/elsewhere");
    try (PostDouble server = new PostDouble(PagerDutyNotifierTest::isEvent, status, headers)) {
      PagerDutyNotifier notifier = new PagerDutyNotifier(KEY, server.address());
      ActionException e =
          catchThrowableOfType(
              ActionException.class, () -> notifier.send(List.of("a@example.com"), MESSAGE));
      assertThat(e.isRetryable()).isEqualTo(retryable);
      assertThat(e).hasMessageContaining(said);
      assertThat(trace(e)).doesNotContain("canary");
      assertThat(server.posts()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary",
        "canary0123456789canary012345678",
        "canary0123456789canary01234567890",
        "canary0123456789canary012345678\n",
        "canary0123456789canary01234567-9",
      })
  void whatIsNoKeyIsRefused(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PagerDutyNotifier(key))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @Test
  void theKeyIsNotShown() {
    assertThat(new PagerDutyNotifier(KEY)).hasToString("PagerDutyNotifier");
  }

  /** The Events API's reference, "Send an event to PagerDuty". */
  private static boolean isEvent(Posted posted) {
    JsonNode event = posted.json();
    JsonNode payload = event.path("payload");
    return posted.url().equals("/v2/enqueue")
        && posted.body().length <= 512 * 1_024
        && event.path("routing_key").asText().length() == 32
        && event.path("event_action").asText().equals("trigger")
        && event.path("dedup_key").isTextual()
        && event.path("dedup_key").asText().length() <= 255
        && !payload.path("summary").asText().isEmpty()
        && payload.path("summary").asText().length() <= 1_024
        && !payload.path("source").asText().isEmpty()
        && Set.of("critical", "error", "warning", "info")
            .contains(payload.path("severity").asText())
        && payload.path("custom_details").isObject();
  }

  private static JsonNode posted(OwnerMessage message) throws IOException {
    try (PostDouble server = new PostDouble(PagerDutyNotifierTest::isEvent, 202)) {
      new PagerDutyNotifier(KEY, server.address()).send(List.of(), message);
      return server.posts().get(0).json();
    }
  }
}
