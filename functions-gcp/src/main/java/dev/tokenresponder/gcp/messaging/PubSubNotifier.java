package dev.tokenresponder.gcp.messaging;

import com.google.api.services.pubsub.model.PubsubMessage;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes to a topic for owners: the text as data, and as attributes {@code incident}, {@code
 * subject} and {@code owners}, separated by commas (Pub/Sub, "Publish messages": an attribute holds
 * at most 1,024 bytes).
 */
public final class PubSubNotifier implements Notifier {
  private static final int LONGEST = 1_024;

  private final PubSubTopic topic;

  /** Publishes to {@code topic}. */
  public PubSubNotifier(PubSubTopic topic) {
    this.topic = topic;
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("incident", message.incident());
    attributes.put("subject", message.subject());
    String all = String.join(",", owners);
    if (!all.isEmpty() && all.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      attributes.put("owners", all);
    }
    topic.publish(
        List.of(
            new PubsubMessage()
                .encodeData(message.text().getBytes(StandardCharsets.UTF_8))
                .setAttributes(attributes)));
    return "published to " + topic;
  }
}
