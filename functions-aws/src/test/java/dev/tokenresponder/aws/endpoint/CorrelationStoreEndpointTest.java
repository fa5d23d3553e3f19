package dev.tokenresponder.aws.endpoint;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbCorrelationStore;
import dev.tokenresponder.aws.dynamodb.Tables;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.CorrelationStoreContract;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The store's contract against an AWS endpoint. */
class CorrelationStoreEndpointTest extends CorrelationStoreContract {
  private static final String TABLE = "incidents-" + UUID.randomUUID();
  private static DynamoDbClient dynamoDb;

  @BeforeAll
  static void start() {
    dynamoDb = new AwsClients(AwsEndpoint.require(CorrelationStoreEndpointTest.class)).dynamoDb();
    Tables.create(dynamoDb, TABLE);
  }

  /**
   * moto checks a condition and writes in two steps; DynamoDB Local is there to prove atomicity.
   */
  @Override
  protected int workers() {
    return 1;
  }

  @Override
  protected CorrelationStore store() {
    return new DynamoDbCorrelationStore(dynamoDb, TABLE, Clock.systemUTC());
  }
}
