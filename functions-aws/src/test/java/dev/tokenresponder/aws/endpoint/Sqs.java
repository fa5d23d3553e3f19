package dev.tokenresponder.aws.endpoint;

import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues in which tests catch what is sent. */
public final class Sqs {

  private Sqs() {}

  public static SqsClient client() {
    return SqsClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(AwsEndpoint.require(Sqs.class))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  public static String create(SqsClient sqs) {
    return sqs.createQueue(r -> r.queueName("q-" + UUID.randomUUID())).queueUrl();
  }

  public static String arn(SqsClient sqs, String queue) {
    return sqs.getQueueAttributes(
            r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }

  public static int count(SqsClient sqs, String queue) {
    return Integer.parseInt(
        sqs.getQueueAttributes(
                r ->
                    r.queueUrl(queue)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  public static String receive(SqsClient sqs, String queue) {
    return sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(5)).messages().toString();
  }

  /** The bodies of all messages in the queue. */
  public static List<String> bodies(SqsClient sqs, String queue) {
    return sqs
        .receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(5))
        .messages()
        .stream()
        .map(message -> message.body())
        .toList();
  }
}
