package dev.tokenresponder.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.OwnerMessage.Link;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Channels of the team show links; nobody's mailbox does. */
class LinkedMessagesTest {
  private static final Link LINK =
      new Link("Decide about it", URI.create("https://decide.example.com/eyJ.canary-token.sig"));
  private static final OwnerMessage MESSAGE = message("What: a\n", List.of(LINK));
  private static final String SLACK = "https://hooks.slack.com/services/T0/B0/x";
  private static final String CHAT = "https://chat.googleapis.com/v1/spaces/S0/messages?key=x";
  private static final String TEAMS = "https://a.b.logic.azure.com/workflows/x";

  @Test
  void slackHasASectionForEach() throws IOException {
    JsonNode body = posted(address -> new ChatNotifier(SLACK, address), MESSAGE).json();

    assertThat(body.at("/blocks/1/text/type").asText()).isEqualTo("mrkdwn");
    assertThat(body.at("/blocks/1/text/text").asText())
        .isEqualTo("<" + LINK.url() + "|Decide about it>");
    assertThat(body.get("text").asText()).doesNotContain("canary");
    assertThat(body.get("unfurl_links").booleanValue()).isFalse();
  }

  @Test
  void googleChatHasThemBelowTheText() throws IOException {
    assertThat(
            posted(address -> new ChatNotifier(CHAT, address), MESSAGE).json().get("text").asText())
        .isEqualTo("```\ns\nWhat: a\n```\n<" + LINK.url() + "|Decide about it>");
  }

  @Test
  void teamsHasAButtonForEach() throws IOException {
    JsonNode action =
        posted(address -> new TeamsNotifier(TEAMS, address), MESSAGE)
            .json()
            .at("/attachments/0/content/actions/0");

    assertThat(action.path("type").asText()).isEqualTo("Action.OpenUrl");
    assertThat(action.path("title").asText()).isEqualTo("Decide about it");
    assertThat(action.path("url").asText()).isEqualTo(LINK.url().toString());
  }

  @Test
  void pagerDutyHasThemBesideTheAlert() throws IOException {
    JsonNode event =
        posted(
                address -> new PagerDutyNotifier("0123456789abcdef0123456789abcdef", address),
                MESSAGE)
            .json();

    assertThat(event.at("/links/0/href").asText()).isEqualTo(LINK.url().toString());
    assertThat(event.at("/links/0/text").asText()).isEqualTo("Decide about it");
    assertThat(event.path("payload").toString()).doesNotContain("canary");
  }

  @Test
  void theSignedWebhookHasThemAsData() throws IOException {
    String secret = "0123456789abcdef0123456789abcdef";
    JsonNode body =
        posted(
                address ->
                    new SignedWebhookNotifier(
                        "https://soar.example.com/x", secret, Clock.systemUTC(), address),
                MESSAGE)
            .json();

    assertThat(body.at("/links/0/url").asText()).isEqualTo(LINK.url().toString());
    assertThat(body.at("/links/0/label").asText()).isEqualTo("Decide about it");
  }

  @Test
  void aMailHasNone() {
    assertThat(MailNotifier.text(MESSAGE)).isEqualTo("What: a\n");
    assertThat(MESSAGE.toString()).doesNotContain("canary");
  }

  @Test
  void longMessagesWithManyLinksStayBelowWhatChatsTake() throws IOException {
    Link longest =
        new Link("x".repeat(500), URI.create("https://decide.example.com/" + "t".repeat(1_950)));
    OwnerMessage message =
        message("\u0430<".repeat(20_000) + "\n", Collections.nCopies(5, longest));

    assertThat(posted(address -> new TeamsNotifier(TEAMS, address), message).body().length)
        .isLessThanOrEqualTo(28 * 1_024);
    String text =
        posted(address -> new ChatNotifier(CHAT, address), message).json().path("text").asText();
    assertThat(text.length()).isLessThanOrEqualTo(32_000);
    int blocks = 0;
    for (JsonNode block :
        posted(address -> new ChatNotifier(SLACK, address), message).json().path("blocks")) {
      int length = block.at("/text/text").asText().length();
      assertThat(length).isLessThanOrEqualTo(3_000);
      blocks += length;
    }
    assertThat(blocks).isLessThan(13_000);
  }

  private static OwnerMessage message(String text, List<Link> links) {
    return new OwnerMessage("1", "s", text, links);
  }

  private static PostDouble.Posted posted(Function<URI, Notifier> way, OwnerMessage message)
      throws IOException {
    try (PostDouble server = new PostDouble(post -> true, 202)) {
      way.apply(server.address()).send(List.of("owner@example.com"), message);
      return server.posts().get(0);
    }
  }
}
