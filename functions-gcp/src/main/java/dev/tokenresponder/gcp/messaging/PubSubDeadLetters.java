package dev.tokenresponder.gcp.messaging;

import com.google.api.services.pubsub.model.PubsubMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Dead letters on a topic of their own, with the reason, in ASCII, as an attribute. */
public final class PubSubDeadLetters implements DeadLetters {
  /** A message holds at most 10 MB (Pub/Sub, "Quotas and limits"). */
  private static final int MOST_BYTES = 9_000_000;

  private static final int LONGEST_REASON = 1_000;

  private final PubSubTopic topic;
  private final String function;

  /**
   * @param function which function could make nothing of them
   */
  public PubSubDeadLetters(PubSubTopic topic, String function) {
    this.topic = topic;
    this.function = function;
  }

  @Override
  public void keep(byte[] body, String reason) {
    byte[] data = body.length > MOST_BYTES ? Arrays.copyOf(body, MOST_BYTES) : body;
    String ascii = reason.replaceAll("[^ -~]", "?");
    String why = ascii.substring(0, Math.min(ascii.length(), LONGEST_REASON));
    topic.publish(
        List.of(
            new PubsubMessage()
                .encodeData(data)
                .setAttributes(
                    Map.of(
                        "reason", why,
                        "function", function,
                        "cut", String.valueOf(data.length < body.length)))));
  }
}
