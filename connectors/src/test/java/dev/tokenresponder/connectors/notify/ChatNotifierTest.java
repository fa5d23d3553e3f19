package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatNotifierTest {
  private static final String SLACK = "https://hooks.slack.com/services/T0/B0/canary";
  private static final String CHAT =
      "https://chat.googleapis.com/v1/spaces/S0/messages?key=canary&token=canary%3D";
  private static final OwnerMessage MESSAGE = new OwnerMessage("1", "subject", "What: a\nWho: b\n");

  @Test
  void postsToSlackAsPlainText() throws IOException {
    JsonNode body = posted(SLACK, MESSAGE, "/services/T0/B0/canary", "posted to Slack");
    assertThat(body.get("text").asText()).isEqualTo("subject");
    assertThat(body.get("mrkdwn").booleanValue()).isFalse();
    assertThat(body.get("unfurl_links").booleanValue()).isFalse();
    assertThat(body.get("unfurl_media").booleanValue()).isFalse();
    assertThat(body.get("link_names").booleanValue()).isFalse();
    assertThat(body.get("parse").asText()).isEqualTo("none");
    assertThat(slackText(body)).isEqualTo("subject\nWhat: a\nWho: b\n");
    assertThat(body.at("/blocks/0/text/emoji").booleanValue()).isFalse();
  }

  @Test
  void postsToGoogleChatAsAMonospaceBlock() throws IOException {
    JsonNode body =
        posted(
            CHAT,
            MESSAGE,
            "/v1/spaces/S0/messages?key=canary&token=canary%3D",
            "posted to Google Chat");
    assertThat(body.get("text").asText()).isEqualTo("```\nsubject\nWhat: a\nWho: b\n```");
  }

  @Test
  void nothingInASlackMessageIsMarkUp() throws IOException {
    JsonNode body = posted(SLACK, Hostile.message(Hostile.MARK_UP));
    for (String text : List.of(body.get("text").asText(), slackText(body))) {
      assertThat(text).doesNotContain("<", ">").doesNotContainPattern("&(?!amp;|lt;|gt;)");
      assertThat(text).doesNotContain("://").doesNotContainPattern("(?i)www\\.");
    }
    assertThat(slackText(body))
        .contains("&lt;!channel&gt; &lt;!here|x&gt; &lt;@U123&gt;")
        .contains("&amp;lt;!channel&amp;gt; &amp;amp;lt;")
        .contains("&lt;https:\\u{2F}/evil.example/a|the console&gt; https:\\u{2F}/evil.example/b")
        .contains("www\\u{2E}evil.example WWW\\u{2E}evil.example *bold*");
  }

  @Test
  void theTextOfASlackNotificationHoldsNoLink() throws IOException {
    OwnerMessage message = new OwnerMessage("1", "https://evil.example <!here>", "text\n");
    assertThat(posted(SLACK, message).get("text").asText())
        .isEqualTo("https:\\u{2F}/evil.example &lt;!here&gt;");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void noEntityIsCutInTwoWhereAMessageIsClipped(int shift) throws IOException {
    OwnerMessage message = new OwnerMessage("1", "s", "a".repeat(shift) + "&".repeat(10_000));
    assertThat(slackText(posted(SLACK, message)))
        .endsWith("&amp;\n[clipped; the incident holds the rest]");
  }

  @Test
  void nothingInAGoogleChatMessageIsMarkUp() throws IOException {
    String text = posted(CHAT, Hostile.message(Hostile.MARK_UP)).get("text").asText();
    assertThat(text).startsWith("```\n").endsWith("\n```");
    String inside = text.substring(3, text.length() - 3);
    assertThat(inside).doesNotContain("<", ">", "`", "://").doesNotContainPattern("(?i)www\\.");
    assertThat(inside)
        .contains("\\u{3C}users/all\\u{3E} \\u{3C}users/1\\u{3E}")
        .contains("*bold* _it_ ~st~ \\u{60}code\\u{60} \\u{60}\\u{60}\\u{60}block");
  }

  @ParameterizedTest
  @ValueSource(strings = {SLACK, CHAT})
  void whatCannotBeSeenIsShown(String webhook) throws IOException {
    String json = posted(webhook, Hostile.message(Hostile.UNSEEN)).toString();
    assertThat(json).matches("[ -~]*");
    assertThat(json).contains("x\\\\u{202E}y \\\\u{430}dmin z\\\\u{200B}z \\\\u{2028}w \\\\u{7}");
  }

  @ParameterizedTest
  @ValueSource(strings = {SLACK, CHAT})
  void theSubjectIsOneLine(String webhook) throws IOException {
    OwnerMessage message = new OwnerMessage("1", "a\r\nb\n```\n<!here>", "text\n");
    JsonNode body = posted(webhook, message);
    String text = webhook.equals(SLACK) ? slackText(body) : body.get("text").asText();
    assertThat(text).contains("a\\u{D}\\u{A}b\\u{A}").doesNotContain("<");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "&", "a", "\u0430", "a\n", "://", "`", "\\", "\""})
  void longMessagesAreClippedWithAMark(String fact) throws IOException {
    OwnerMessage message = Hostile.message(fact.repeat(100_000));
    JsonNode slack = posted(SLACK, message);
    assertThat(slackText(slack)).hasSizeBetween(10_000, 12_000);
    assertThat(slackText(slack)).endsWith("\n[clipped; the incident holds the rest]");
    for (JsonNode block : slack.get("blocks")) {
      assertThat(block.at("/text/text").asText()).doesNotContainPattern("&(?!amp;|lt;|gt;)");
    }
    String chat = posted(CHAT, message).get("text").asText();
    assertThat(chat).hasSizeBetween(29_000, 32_000);
    assertThat(chat).endsWith("\n[clipped; the incident holds the rest]\n```");
  }

  @ParameterizedTest
  @CsvSource({
    "400, false, removed or refused",
    "403, false, removed or refused",
    "404, false, removed or refused by Slack: HTTP 404",
    "410, false, removed or refused",
    "429, true, 'HTTP 429, Retry-After: 30'",
    "500, true, HTTP 500",
    "503, true, 'HTTP 503, Retry-After: 30'",
  })
  void throttlingAndFaultsOfTheOtherSideAreRetryable(int status, boolean retryable, String said)
      throws IOException {
    try (WebhookDouble server = new WebhookDouble(status, Map.of("Retry-After", "30"))) {
      ActionException e = failure(new ChatNotifier(SLACK, server.address()));
      assertThat(e.isRetryable()).isEqualTo(retryable);
      assertThat(e).hasMessageContaining(said);
      assertThat(trace(e)).doesNotContain("canary");
    }
  }

  @Test
  void aWaitThatIsNoTimeIsNotShown() throws IOException {
    try (WebhookDouble server = new WebhookDouble(429, Map.of("Retry-After", "<canary>"))) {
      ActionException e = failure(new ChatNotifier(SLACK, server.address()));
      assertThat(e).hasMessage("Slack takes no message now: HTTP 429");
    }
  }

  @Test
  void anAnswerWithoutEndIsNotWaitedFor() throws IOException {
    CountDownLatch tested = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1);
    server.createContext("/", exchange -> answerWithoutEnd(exchange, tested));
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> new ChatNotifier(SLACK, address).send(List.of(), MESSAGE));
    } finally {
      tested.countDown();
      server.stop(0);
    }
  }

  private static void answerWithoutEnd(HttpExchange exchange, CountDownLatch tested)
      throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write('x');
    exchange.getResponseBody().flush();
    try {
      tested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) throws IOException {
    try (WebhookDouble other = new WebhookDouble(200, Map.of());
        WebhookDouble server =
            new WebhookDouble(status, Map.of("Location", other.address() + "/services/canary"))) {
      ActionException e = failure(new ChatNotifier(SLACK, server.address()));
      assertThat(e.isRetryable()).isFalse();
      assertThat(e).hasMessageContaining("a redirect, which is not followed: HTTP " + status);
      assertThat(trace(e)).doesNotContain("canary");
      assertThat(other.urls()).isEmpty();
    }
  }

  @Test
  void aRefusedConnectionIsRetryable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    ActionException e = failure(new ChatNotifier(SLACK, URI.create("http://127.0.0.1:" + free)));
    assertThat(e.isRetryable()).isTrue();
    assertThat(trace(e)).contains("ConnectException").doesNotContain("canary");
  }

  @Test
  void aSlowAnswerIsRetryable() throws IOException {
    try (WebhookDouble server = new WebhookDouble(200, Map.of(), 2_000)) {
      ActionException e = failure(new ChatNotifier(CHAT, server.address(), Duration.ofMillis(300)));
      assertThat(e.isRetryable()).isTrue();
      assertThat(trace(e)).contains("HttpTimeoutException").doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.slack.com/services/canary",
        "https://hooks.slack.com.evil.example/services/canary",
        "https://evil.example/hooks.slack.com/canary",
        "https://hooks.slack.com@evil.example/canary",
        "https://user@hooks.slack.com/services/canary",
        "https://hooks.slack.com:8443/services/canary",
        "https://hooks.slack.com./services/canary",
        "https://evil.example\\@hooks.slack.com/canary",
        "https://hooks.slack.com/services/ canary",
        "https://127.0.0.1/canary",
        "hooks.slack.com/services/canary",
        "",
      })
  void onlyTheHostsOfSlackAndGoogleChatAreWrittenTo(String webhook) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChatNotifier(webhook))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2:1",
        "http://localhost:1",
        "https://127.0.0.1:1",
        "http://a.example"
      })
  void aStandInIsOnThisMachine(String standIn) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChatNotifier(SLACK, URI.create(standIn)));
  }

  @Test
  void theWebhookIsNotShown() {
    assertThat(new ChatNotifier(SLACK)).hasToString("ChatNotifier[Slack]");
    assertThat(new ChatNotifier(CHAT)).hasToString("ChatNotifier[Google Chat]");
  }

  private static JsonNode posted(String webhook, OwnerMessage message) throws IOException {
    try (WebhookDouble server = new WebhookDouble(200, Map.of())) {
      new ChatNotifier(webhook, server.address()).send(List.of(), message);
      assertThat(server.bodies()).hasSize(1);
      return server.bodies().get(0);
    }
  }

  private static JsonNode posted(String webhook, OwnerMessage message, String url, String where)
      throws IOException {
    try (WebhookDouble server = new WebhookDouble(200, Map.of())) {
      String answer = new ChatNotifier(webhook, server.address()).send(List.of(), message);
      assertThat(answer).isEqualTo(where);
      assertThat(server.urls()).containsExactly(url);
      return server.bodies().get(0);
    }
  }

  private static String slackText(JsonNode body) {
    return StreamSupport.stream(body.get("blocks").spliterator(), false)
        .map(block -> block.at("/text/text").asText())
        .collect(Collectors.joining());
  }

  private static ActionException failure(ChatNotifier notifier) {
    return catchThrowableOfType(
        ActionException.class, () -> notifier.send(List.of("a@example.com"), MESSAGE));
  }

  private static String trace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
