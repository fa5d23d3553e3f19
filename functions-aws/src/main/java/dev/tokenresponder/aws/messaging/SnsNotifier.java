package dev.tokenresponder.aws.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * Publishes to one SNS topic, with the attributes {@code incident} (String) and {@code owner}
 * (String.Array, absent when nobody is known), by which subscriptions can filter (SNS Developer
 * Guide, "Amazon SNS message filtering"). Permission: {@code sns:Publish} on the topic.
 */
public final class SnsNotifier implements Notifier {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SnsClient sns;
  private final @Nullable String topic;

  /**
   * @param topic its ARN; null when the policy names none, and then nothing can be sent
   */
  public SnsNotifier(SnsClient sns, @Nullable String topic) {
    this.sns = sns;
    this.topic = topic;
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    if (topic == null) {
      throw ActionException.permanent(
          "the policy names no topic: set notifications.sns_topic, so that owners can be told");
    }
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    attributes.put("incident", attribute("String", message.incident()));
    if (!owners.isEmpty()) {
      attributes.put("owner", attribute("String.Array", json(owners)));
    }
    try {
      sns.publish(
          request ->
              request
                  .topicArn(topic)
                  .subject(message.subject())
                  .message(message.text())
                  .messageAttributes(attributes));
    } catch (SdkException e) {
      throw AwsErrors.of("publish to " + topic, e);
    }
    return "published to " + topic;
  }

  private static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  private static String json(List<String> values) {
    try {
      return MAPPER.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of strings is always JSON", e);
    }
  }
}
