package dev.tokenresponder.gcp.messaging;

import com.google.api.services.pubsub.model.PubsubMessage;
import dev.tokenresponder.respond.ResponseBus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The responder's topic. The attributes {@code type} and, for requests, {@code function} are what
 * subscriptions filter by (Pub/Sub, "Filter messages").
 */
public final class PubSubBus implements ResponseBus {
  private final PubSubTopic topic;

  /** Publishes to {@code topic}. */
  public PubSubBus(PubSubTopic topic) {
    this.topic = topic;
  }

  @Override
  public void put(List<Message> messages) {
    if (!messages.isEmpty()) {
      topic.publish(messages.stream().map(PubSubBus::message).toList());
    }
  }

  private static PubsubMessage message(Message message) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("type", message.detailType());
    if (message.function() != null) {
      attributes.put("function", message.function());
    }
    return new PubsubMessage()
        .encodeData(message.envelope().getBytes(StandardCharsets.UTF_8))
        .setAttributes(attributes);
  }
}
