package dev.tokenresponder.connectors.notify;

import static dev.tokenresponder.connectors.notify.PostDouble.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tokenresponder.connectors.notify.Notifiers.Named;
import dev.tokenresponder.policy.Notifications;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnerChannelsTest {
  private static final String SECRET = "canary-secret-0123456789-0123456789";

  @Test
  void nothingNamedIsNoWay() {
    assertThat(OwnerChannels.of(Notifications.NONE, Map.of("TOKEN_RESPONDER_TEAMS_WEBHOOK", " ")))
        .isEmpty();
  }

  @Test
  void everyWayIsNamedByItsVariables() {
    Map<String, String> environment =
        Map.of(
            "TOKEN_RESPONDER_CHAT_WEBHOOK", "https://hooks.slack.com/services/canary",
            "TOKEN_RESPONDER_TEAMS_WEBHOOK", "https://a.b.logic.azure.com/workflows/canary",
            "TOKEN_RESPONDER_PAGERDUTY_KEY", "canary0123456789canary0123456789",
            "TOKEN_RESPONDER_WEBHOOK_URL", "https://soar.example.com/canary",
            "TOKEN_RESPONDER_WEBHOOK_SECRET", SECRET);
    assertThat(OwnerChannels.of(Notifications.NONE, environment))
        .extracting(Named::name)
        .containsExactly("chat", "Teams", "PagerDuty", "webhook");
    assertThat(OwnerChannels.of(Notifications.NONE, environment).toString())
        .doesNotContain("canary");
  }

  @Test
  void aWebhookNeedsItsSecretAndASecretItsWebhook() {
    for (Map<String, String> half :
        List.of(
            Map.of("TOKEN_RESPONDER_WEBHOOK_URL", "https://soar.example.com/canary"),
            Map.of("TOKEN_RESPONDER_WEBHOOK_SECRET", SECRET))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OwnerChannels.of(Notifications.NONE, half))
          .withMessageContaining("set both or none")
          .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
    }
  }
}
