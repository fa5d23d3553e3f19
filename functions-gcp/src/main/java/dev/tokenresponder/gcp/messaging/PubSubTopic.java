package dev.tokenresponder.gcp.messaging;

import com.google.api.services.pubsub.Pubsub;
import com.google.api.services.pubsub.model.PublishRequest;
import com.google.api.services.pubsub.model.PubsubMessage;
import dev.tokenresponder.gcp.GoogleErrors;
import java.io.IOException;
import java.util.List;

/**
 * One topic (Pub/Sub REST reference, {@code projects.topics.publish}). A call takes all its
 * messages or none. Permission: {@code pubsub.topics.publish} on the topic.
 */
public final class PubSubTopic {
  private final Pubsub pubsub;
  private final String name;

  /**
   * @param name {@code projects/P/topics/T}
   */
  public PubSubTopic(Pubsub pubsub, String name) {
    this.pubsub = pubsub;
    this.name = name;
  }

  /**
   * Publishes.
   *
   * @throws dev.tokenresponder.action.ActionException when the topic did not take them
   */
  public void publish(List<PubsubMessage> messages) {
    try {
      pubsub
          .projects()
          .topics()
          .publish(name, new PublishRequest().setMessages(messages))
          .execute();
    } catch (IOException e) {
      throw GoogleErrors.of("publish to " + name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
