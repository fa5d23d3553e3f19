package dev.tokenresponder.aws.endpoint;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbLinks;
import dev.tokenresponder.aws.dynamodb.Tables;
import dev.tokenresponder.lineage.LineageContract;
import dev.tokenresponder.lineage.LinkStore;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The contract of links against an AWS endpoint. */
class LinksEndpointTest extends LineageContract {
  private static final String TABLE = "incidents-" + UUID.randomUUID();
  private static DynamoDbClient dynamoDb;

  @BeforeAll
  static void start() {
    dynamoDb = new AwsClients(AwsEndpoint.require(LinksEndpointTest.class)).dynamoDb();
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
  protected LinkStore store() {
    return new DynamoDbLinks(dynamoDb, TABLE);
  }
}
