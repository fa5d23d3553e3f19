package dev.tokenresponder.connectors.slack;

import static dev.tokenresponder.connectors.inbound.Posts.OLD_SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.slack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.Posts;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackWebhookTest {
  private static final long NOW = 1_795_511_561L;
  private static final String TIMESTAMP = String.valueOf(NOW);

  private final Posts sink = new Posts();
  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
  private final SlackWebhook webhook =
      new SlackWebhook(new SharedSecrets(SECRET), new InMemoryReplayGuard(clock), sink, clock);

  private static String installed(String id) {
    return """
        {"token": "canary-token", "team_id": "T0EXAMPLE", "api_app_id": "A0EXAMPLE09",
         "event": {"type": "app_installed", "app_id": "A0EXAMPLE01", "app_name": "Booster",
           "app_owner_id": "U0EXAMPLE02", "user_id": "W0EXAMPLE01", "team_id": "T0EXAMPLE",
           "team_domain": "example", "event_ts": "1795511560.279278"},
         "type": "event_callback", "event_id": "%s", "event_time": 1795511560}
        """
        .formatted(id);
  }

  @Test
  void anInstalledAppIsARecordOfTheAuditLog() {
    assertThat(webhook.receive(slack(installed("Ev1"), TIMESTAMP, SECRET)).status()).isEqualTo(200);
    assertThat(sink.sources).containsExactly("slack.audit");
    assertThat(sink.records.get(0)).doesNotContain("canary");
    Decoded decoded =
        Decoders.decode(Posts.utf8(sink.records.get(0)), Intake.WEBHOOK, "slack.audit").get(0);
    TokenEvent event = ((Decoded.Event) decoded).event();
    assertThat(event.id()).isEqualTo("Ev1");
    assertThat(event.name()).isEqualTo("app_installed");
    assertThat(event.account()).isEqualTo("T0EXAMPLE");
    assertThat(event.actor().id()).isEqualTo("W0EXAMPLE01");
    assertThat(event.provenance()).isEqualTo(Provenance.VERIFIED);
    assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1_795_511_560L));
  }

  @Test
  void theChallengeIsAnsweredOnlyToWhoeverSigns() {
    String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9\"}";
    InboundAnswer answer = webhook.receive(slack(body, TIMESTAMP, SECRET));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("3eZbrw1aBm2rZgRNFdxV2595E9");
    assertThat(webhook.receive(slack(body, TIMESTAMP, OLD_SECRET)).status()).isEqualTo(401);
    String markup = "{\"type\":\"url_verification\",\"challenge\":\"<script>\"}";
    assertThat(webhook.receive(slack(markup, TIMESTAMP, SECRET)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, 86_400})
  void whatIsOldOrOfTheFutureGoesNoFurther(long seconds) {
    String timestamp = String.valueOf(NOW + seconds);
    assertThat(webhook.receive(slack(installed("Ev1"), timestamp, SECRET)).status()).isEqualTo(401);
    assertThat(sink.records).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 0, 300})
  void clocksMayDifferByFiveMinutes(long seconds) {
    String timestamp = String.valueOf(NOW + seconds);
    assertThat(webhook.receive(slack(installed("Ev1"), timestamp, SECRET)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-1", "99999999999999999999"})
  void aTimestampThatIsNoneGoesNoFurther(String timestamp) {
    assertThat(webhook.receive(slack(installed("Ev1"), timestamp, SECRET)).status()).isEqualTo(401);
  }

  @Test
  void theTimestampIsSignedToo() {
    InboundRequest old = slack(installed("Ev1"), String.valueOf(NOW - 600), SECRET);
    InboundRequest fresh =
        new InboundRequest(
            "POST",
            "/slack",
            Map.of(
                "x-slack-request-timestamp",
                TIMESTAMP,
                "x-slack-signature",
                old.headerOrEmpty("x-slack-signature")),
            old.body());
    assertThat(webhook.receive(fresh).status()).isEqualTo(401);
  }

  @Test
  void anEventThatComesAgainIsTakenOnce() {
    webhook.receive(slack(installed("Ev1"), TIMESTAMP, SECRET));
    InboundAnswer again =
        webhook.receive(slack(installed("Ev1"), String.valueOf(NOW + 60), SECRET));
    assertThat(again.status()).isEqualTo(200);
    webhook.receive(slack(installed("Ev2"), TIMESTAMP, SECRET));
    assertThat(sink.records).hasSize(2);
  }

  @Test
  void otherEventsLeadToNothing() {
    String body = installed("Ev1").replace("app_installed", "message");
    assertThat(webhook.receive(slack(body, TIMESTAMP, SECRET)).status()).isEqualTo(200);
    assertThat(webhook.receive(slack("{", TIMESTAMP, SECRET)).status()).isEqualTo(400);
    assertThat(sink.records).isEmpty();
  }
}
