package dev.tokenresponder.aws.messaging;

import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.respond.DelayedDelivery;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A queue that the function itself reads (SQS API reference, SendMessage, {@code DelaySeconds}: at
 * most 900). Permission: {@code sqs:SendMessage} on the queue.
 */
public final class SqsDelays implements DelayedDelivery {
  private final SqsClient sqs;
  private final String queue;

  /**
   * @param queue its URL; not a FIFO queue, which takes no delay for a message
   */
  public SqsDelays(SqsClient sqs, String queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  @Override
  public void send(Message message, Duration delay) {
    try {
      sqs.sendMessage(
          r ->
              r.queueUrl(queue)
                  .delaySeconds((int) delay.toSeconds())
                  .messageBody(message.envelope()));
    } catch (SdkException e) {
      throw AwsErrors.of("send to queue " + queue, e);
    }
  }
}
