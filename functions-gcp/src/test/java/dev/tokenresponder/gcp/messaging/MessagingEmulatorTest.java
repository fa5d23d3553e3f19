package dev.tokenresponder.gcp.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.pubsub.Pubsub;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.google.api.services.pubsub.model.PullRequest;
import com.google.api.services.pubsub.model.ReceivedMessage;
import com.google.api.services.pubsub.model.Subscription;
import com.google.api.services.pubsub.model.Topic;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.gcp.GoogleClients;
import dev.tokenresponder.gcp.emulator.PubSubEmulator;
import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagingEmulatorTest {
  private final String run = UUID.randomUUID().toString();
  private final String name = "projects/example-project/topics/t-" + run;
  private final String subscription = "projects/example-project/subscriptions/s-" + run;
  private Pubsub pubsub;
  private PubSubTopic topic;

  @BeforeEach
  void a_topic() throws IOException {
    String emulator = PubSubEmulator.require(MessagingEmulatorTest.class);
    GoogleCredentials nobody =
        GoogleCredentials.create(new AccessToken("t", new Date(Long.MAX_VALUE)));
    pubsub = new GoogleClients(nobody, null).pubsub(emulator);
    pubsub.projects().topics().create(name, new Topic()).execute();
    pubsub
        .projects()
        .subscriptions()
        .create(subscription, new Subscription().setTopic(name))
        .execute();
    topic = new PubSubTopic(pubsub, name);
  }

  @Test
  void requests_carry_what_subscriptions_filter_by() throws IOException {
    new PubSubBus(topic)
        .put(
            List.of(
                new Message("Action Requested", "disable-keys", "{\"a\":1}"),
                new Message("Incident Updated", null, "{\"b\":2}")));
    new PubSubBus(topic).put(List.of());

    assertThat(pull())
        .anySatisfy(
            m -> {
              assertThat(m.getAttributes())
                  .containsEntry("type", "Action Requested")
                  .containsEntry("function", "disable-keys");
              assertThat(text(m))
                  .isEqualTo(
                      "{\"source\":\"token-responder\",\"detail-type\":\"Action Requested\","
                          + "\"detail\":{\"a\":1}}");
            })
        .anySatisfy(
            m ->
                assertThat(m.getAttributes())
                    .containsEntry("type", "Incident Updated")
                    .doesNotContainKey("function"))
        .hasSize(2);
  }

  @Test
  void a_dead_letter_is_kept_with_its_reason_however_long_they_are() throws IOException {
    byte[] body = "x".repeat(9_500_000).getBytes(StandardCharsets.UTF_8);

    new PubSubDeadLetters(topic, "evaluate").keep(body, "\u0430".repeat(3_000));

    assertThat(pull())
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.decodeData()).hasSize(9_000_000);
              assertThat(m.getAttributes())
                  .containsEntry("cut", "true")
                  .containsEntry("function", "evaluate")
                  .hasEntrySatisfying(
                      "reason", r -> assertThat(r).matches("[ -~]+").hasSizeLessThan(1_024));
            });
  }

  @Test
  void owners_are_told_and_named_unless_there_are_too_many_to_name() throws IOException {
    PubSubNotifier notifier = new PubSubNotifier(topic);
    OwnerMessage message = new OwnerMessage("inc-1", "A subject", "A text");

    assertThat(notifier.send(List.of("a@example.com", "b@example.com"), message))
        .isEqualTo("published to " + name);
    notifier.send(Collections.nCopies(200, "someone@example.com"), message);
    notifier.send(List.of(), message);

    List<PubsubMessage> sent = pull();
    assertThat(sent).hasSize(3).allSatisfy(m -> assertThat(text(m)).isEqualTo("A text"));
    assertThat(sent)
        .filteredOn(m -> m.getAttributes().containsKey("owners"))
        .singleElement()
        .satisfies(
            m ->
                assertThat(m.getAttributes())
                    .containsEntry("owners", "a@example.com,b@example.com")
                    .containsEntry("incident", "inc-1")
                    .containsEntry("subject", "A subject"));
  }

  @Test
  void a_topic_that_is_not_there_is_said() {
    PubSubTopic none = new PubSubTopic(pubsub, "projects/example-project/topics/none-" + run);

    assertThatThrownBy(() -> none.publish(List.of(new PubsubMessage().setData("eA=="))))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("none-" + run)
        .hasMessageContaining("404");
  }

  private List<PubsubMessage> pull() throws IOException {
    return pubsub
        .projects()
        .subscriptions()
        .pull(subscription, new PullRequest().setMaxMessages(100))
        .execute()
        .getReceivedMessages()
        .stream()
        .map(ReceivedMessage::getMessage)
        .toList();
  }

  private static String text(PubsubMessage message) {
    return new String(message.decodeData(), StandardCharsets.UTF_8);
  }
}
