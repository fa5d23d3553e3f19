package dev.tokenresponder.aws.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.messaging.SqsDelays;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsDelaysEndpointTest {
  private static SqsClient sqs;

  @BeforeAll
  static void start() {
    URI endpoint = AwsEndpoint.require(SqsDelaysEndpointTest.class);
    sqs = new AwsClients(endpoint).sqs();
  }

  @Test
  void a_message_comes_once_its_time_has_come() {
    String queue = Sqs.create(sqs);
    Message message = new Message("Re-check Requested", "revoke-sessions", "{\"a\":1}");

    new SqsDelays(sqs, queue).send(message, Duration.ofMinutes(5));

    assertThat(delayed(queue)).isEqualTo(1);
    assertThat(Sqs.count(sqs, queue)).isZero();

    new SqsDelays(sqs, queue).send(message, Duration.ZERO);

    assertThat(Sqs.bodies(sqs, queue)).containsExactly(message.envelope());
  }

  @Test
  void a_queue_that_is_not_there_is_told_of() {
    String gone = Sqs.create(sqs) + "-gone";

    assertThatThrownBy(
            () -> new SqsDelays(sqs, gone).send(new Message("x", null, "{}"), Duration.ZERO))
        .isInstanceOf(ActionException.class);
  }

  private static int delayed(String queue) {
    return Integer.parseInt(
        sqs.getQueueAttributes(
                r ->
                    r.queueUrl(queue)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }
}
