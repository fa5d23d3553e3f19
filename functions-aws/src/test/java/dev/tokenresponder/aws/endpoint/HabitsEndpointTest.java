package dev.tokenresponder.aws.endpoint;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbHabits;
import dev.tokenresponder.aws.dynamodb.Tables;
import dev.tokenresponder.context.Habits;
import dev.tokenresponder.context.HabitsContract;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The habits' contract against an AWS endpoint. */
class HabitsEndpointTest extends HabitsContract {
  private static final String TABLE = "incidents-" + UUID.randomUUID();
  private static DynamoDbClient dynamoDb;

  @BeforeAll
  static void start() {
    dynamoDb = new AwsClients(AwsEndpoint.require(HabitsEndpointTest.class)).dynamoDb();
    Tables.create(dynamoDb, TABLE);
  }

  /** moto reads an item and writes it in two steps; DynamoDB Local is there to prove atomicity. */
  @Override
  protected int workers() {
    return 1;
  }

  @Override
  protected Habits habits(Instant now) {
    return new DynamoDbHabits(dynamoDb, TABLE, Clock.fixed(now, ZoneOffset.UTC));
  }
}
