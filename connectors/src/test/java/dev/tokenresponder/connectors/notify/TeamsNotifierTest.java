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
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsNotifierTest {
  private static final String PATH =
      "/powerautomate/automations/direct/workflows/0f/triggers/manual/paths/invoke"
          + "?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=canary";
  private static final String WEBHOOK =
      "https://default0f.1e.environment.api.powerplatform.com:443" + PATH;
  private static final OwnerMessage MESSAGE = new OwnerMessage("1", "subject", "What: a\nWho: b\n");

  @Test
  void postsACardOfLiteralLines() throws IOException {
    try (PostDouble server = new PostDouble(TeamsNotifierTest::isCard, 202)) {
      String answer = new TeamsNotifier(WEBHOOK, server.address()).send(List.of(), MESSAGE);
      assertThat(answer).isEqualTo("posted to Microsoft Teams");
      assertThat(server.posts()).singleElement().extracting(Posted::url).isEqualTo(PATH);
      assertThat(text(server.posts().get(0))).isEqualTo("subject\nWhat: a\nWho: b");
    }
  }

  @Test
  void nothingInAMessageIsMarkUp() throws IOException {
    String text = posted(Hostile.message(Hostile.MARK_UP + " <at>Alice</at> [the console](x)"));
    assertThat(text).doesNotContain("<", ">", "://", "](").doesNotContainPattern("(?i)www\\.");
    assertThat(text)
        .contains("\\u{3C}at\\u{3E}Alice\\u{3C}/at\\u{3E} [the console]\\u{28}x)")
        .contains("*bold* _it_ ~st~ `code`");
  }

  @Test
  void nothingInAMessageIsAFunctionOrATemplate() throws IOException {
    String text = posted(Hostile.message("{{{DATE(2026-11-24T09:00:00Z)}} ${secret} $${x}"));
    assertThat(text).doesNotContain("{{", "${");
    assertThat(text).contains("{\\u{7B}").contains("\\u{24}{secret}");
  }

  @Test
  void whatCannotBeSeenIsShown() throws IOException {
    String text = posted(Hostile.message(Hostile.UNSEEN));
    assertThat(text).matches("[ -~\n]*").contains("x\\u{202E}y \\u{430}dmin z\\u{200B}z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "a", "\u0430", "a\n", "\n", "://", "](", "\\", "\"", "{{"})
  void longMessagesStayBelowWhatTeamsTakes(String fact) throws IOException {
    String text = posted(Hostile.message(fact.repeat(50_000)));
    if (!fact.equals("\n")) {
      assertThat(text).endsWith("[clipped; the incident holds the rest]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, false, the workflow was removed or refused the message: HTTP 400",
    "401, false, HTTP 401",
    "404, false, HTTP 404",
    "302, false, 'a redirect, which is not followed: HTTP 302'",
    "408, true, HTTP 408",
    "429, true, 'HTTP 429, Retry-After: 30'",
    "502, true, HTTP 502",
  })
  void throttlingAndFaultsOfTheOtherSideAreRetryable(int status, boolean retryable, String said)
      throws IOException {
    Map<String, String> headers = Map.of("Retry-After", "30", "Location", "/elsewhere");
    try (PostDouble server = new PostDouble(TeamsNotifierTest::isCard, status, headers)) {
      ActionException e = failure(new TeamsNotifier(WEBHOOK, server.address()));
      assertThat(e.isRetryable()).isEqualTo(retryable);
      assertThat(e).hasMessageContaining(said);
      assertThat(trace(e)).doesNotContain("canary");
      assertThat(server.posts()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://prod-23.westeurope.logic.azure.com:443/workflows/0f/triggers/manual/paths/invoke",
        "https://PROD-23.westeurope.logic.azure.com/workflows/0f",
        "https://0f.d3.environment.api.powerplatform.com/powerautomate/automations/direct",
      })
  void theHostsOfPowerAutomateAreWrittenTo(String webhook) {
    assertThat(new TeamsNotifier(webhook)).hasToString("TeamsNotifier");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://prod-23.westeurope.logic.azure.com/canary",
        "https://logic.azure.com/canary",
        "https://.logic.azure.com/canary",
        "https://xlogic.azure.com/canary",
        "https://prod.logic.azure.com.evil.example/canary",
        "https://prod.logic.azure.com@evil.example/canary",
        "https://user@prod.logic.azure.com/canary",
        "https://prod.logic.azure.com:8443/canary",
        "https://prod.logic.azure.com./canary",
        "https://prod.logic.azure.com/#canary",
        "https://evil.example/prod.logic.azure.com/canary",
        "https://example.webhook.office.com/webhookb2/canary",
        "https://prod.logic.azure.com/ canary",
        "https://127.0.0.1/canary",
        "",
      })
  void noOtherHostIs(String webhook) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TeamsNotifier(webhook))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @Test
  void aStandInIsOnThisMachine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TeamsNotifier(WEBHOOK, URI.create("http://a.example")));
  }

  /** What a workflow made from Microsoft's template takes, and what Teams shows of it. */
  private static boolean isCard(Posted posted) {
    JsonNode body = posted.json();
    JsonNode card = body.at("/attachments/0/content");
    boolean fine =
        body.size() == 2
            && body.path("type").asText().equals("message")
            && body.path("attachments").size() == 1
            && body.at("/attachments/0/contentType")
                .asText()
                .equals("application/vnd.microsoft.card.adaptive")
            && card.path("type").asText().equals("AdaptiveCard")
            && card.path("version").asText().equals("1.2")
            && !card.has("msteams")
            && !card.has("actions")
            && posted.body().length <= 28 * 1_024;
    for (JsonNode block : card.path("body")) {
      fine &= block.path("type").asText().equals("RichTextBlock");
      fine &= block.path("inlines").size() == 1;
      fine &= block.at("/inlines/0/type").asText().equals("TextRun");
      fine &= !block.at("/inlines/0/text").asText().isBlank();
      fine &= !block.at("/inlines/0").has("selectAction");
    }
    return fine;
  }

  private static String text(Posted posted) {
    return StreamSupport.stream(
            posted.json().at("/attachments/0/content/body").spliterator(), false)
        .map(block -> block.at("/inlines/0/text").asText())
        .collect(Collectors.joining("\n"));
  }

  private static String posted(OwnerMessage message) throws IOException {
    try (PostDouble server = new PostDouble(TeamsNotifierTest::isCard, 202)) {
      new TeamsNotifier(WEBHOOK, server.address()).send(List.of(), message);
      return text(server.posts().get(0));
    }
  }

  private static ActionException failure(TeamsNotifier notifier) {
    return catchThrowableOfType(ActionException.class, () -> notifier.send(List.of(), MESSAGE));
  }
}
