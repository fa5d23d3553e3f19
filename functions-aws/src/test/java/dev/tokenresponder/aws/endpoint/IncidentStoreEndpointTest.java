package dev.tokenresponder.aws.endpoint;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbIncidentStore;
import dev.tokenresponder.aws.dynamodb.Tables;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.IncidentStoreContract;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The store's contract against an AWS endpoint. */
class IncidentStoreEndpointTest extends IncidentStoreContract {
  private static final String TABLE = "incidents-" + UUID.randomUUID();
  private static DynamoDbClient dynamoDb;

  @BeforeAll
  static void start() {
    dynamoDb = new AwsClients(AwsEndpoint.require(IncidentStoreEndpointTest.class)).dynamoDb();
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
  protected IncidentStore store() {
    return new DynamoDbIncidentStore(dynamoDb, TABLE, Clock.systemUTC());
  }
}
