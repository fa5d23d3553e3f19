package dev.tokenresponder.gcp.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.services.pubsub.Pubsub;
import com.google.api.services.pubsub.model.AcknowledgeRequest;
import com.google.api.services.pubsub.model.ModifyAckDeadlineRequest;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.google.api.services.pubsub.model.PullRequest;
import com.google.api.services.pubsub.model.ReceivedMessage;
import com.google.api.services.pubsub.model.Subscription;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what is on a topic to a function, with a token, as Pub/Sub does (Pub/Sub, "Push
 * subscriptions"): an answer of 2xx ends a message, any other has it delivered again. The emulator
 * can push too, but signs no tokens.
 */
public final class PushDelivery implements AutoCloseable {
  private final Pubsub pubsub;
  private final String subscription;
  private final PackagedFunction function;
  private final Supplier<String> token;
  private final @Nullable String onlyFor;
  private final List<Integer> answers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Subscribes and begins to push.
   *
   * @param topic {@code projects/P/topics/T}
   * @param subscription {@code projects/P/subscriptions/S}
   * @param onlyFor the value of the attribute {@code function} that is let through; null for all
   */
  public PushDelivery(
      Pubsub pubsub,
      String topic,
      String subscription,
      PackagedFunction function,
      Supplier<String> token,
      @Nullable String onlyFor)
      throws IOException {
    this.pubsub = pubsub;
    this.subscription = subscription;
    this.function = function;
    this.token = token;
    this.onlyFor = onlyFor;
    pubsub
        .projects()
        .subscriptions()
        .create(subscription, new Subscription().setTopic(topic).setAckDeadlineSeconds(60))
        .execute();
    this.thread = new Thread(this::deliver, subscription);
    thread.setDaemon(true);
    thread.start();
  }

  /** The statuses of all answers so far. */
  public List<Integer> answers() {
    return List.copyOf(answers);
  }

  private void deliver() {
    while (!closed) {
      try {
        var pulled =
            pubsub
                .projects()
                .subscriptions()
                .pull(subscription, new PullRequest().setMaxMessages(10).setReturnImmediately(true))
                .execute();
        List<ReceivedMessage> messages =
            Objects.requireNonNullElse(pulled.getReceivedMessages(), List.of());
        for (ReceivedMessage message : messages) {
          settle(message);
        }
        if (messages.isEmpty()) {
          Thread.sleep(50);
        }
      } catch (IOException e) {
        closed |= Thread.currentThread().isInterrupted();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  private void settle(ReceivedMessage received) throws IOException, InterruptedException {
    PubsubMessage message = received.getMessage();
    Map<String, String> attributes = Objects.requireNonNullElse(message.getAttributes(), Map.of());
    boolean done = onlyFor != null && !onlyFor.equals(attributes.get("function"));
    if (!done) {
      int status =
          function.push(body(message, attributes), "Authorization", "Bearer " + token.get());
      answers.add(status);
      done = status / 100 == 2;
    }
    var subscriptions = pubsub.projects().subscriptions();
    if (done) {
      subscriptions
          .acknowledge(
              subscription, new AcknowledgeRequest().setAckIds(List.of(received.getAckId())))
          .execute();
    } else {
      subscriptions
          .modifyAckDeadline(
              subscription,
              new ModifyAckDeadlineRequest()
                  .setAckIds(List.of(received.getAckId()))
                  .setAckDeadlineSeconds(0))
          .execute();
      Thread.sleep(200);
    }
  }

  private String body(PubsubMessage message, Map<String, String> attributes) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode inner = body.putObject("message");
    inner.put("data", message.getData());
    inner.put("messageId", message.getMessageId());
    inner.put("publishTime", message.getPublishTime());
    ObjectNode labels = inner.putObject("attributes");
    attributes.forEach(labels::put);
    body.put("subscription", subscription);
    return body.toString();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
