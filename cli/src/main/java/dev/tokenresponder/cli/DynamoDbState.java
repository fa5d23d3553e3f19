package dev.tokenresponder.cli;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbIncidentStore;
import dev.tokenresponder.aws.dynamodb.DynamoDbLinks;
import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.lineage.LinkStore;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table that the functions on AWS keep incidents in. */
record DynamoDbState(DynamoDbClient dynamoDb, String table, DynamoDbIncidentStore incidents)
    implements State {
  /** DynamoDB Developer Guide, "Supported data types and naming rules in Amazon DynamoDB". */
  private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  /**
   * Those of a table.
   *
   * @param endpoint null for AWS itself
   * @throws UsageException when no table can have that name
   */
  static DynamoDbState of(String table, @Nullable URI endpoint) {
    if (!TABLE.matcher(table).matches()) {
      throw new UsageException(
          "'"
              + table
              + "' is not the name of a table: 3 to 255 letters, digits, dots, hyphens, underscores");
    }
    DynamoDbClient dynamoDb = new AwsClients(endpoint).dynamoDb();
    return new DynamoDbState(
        dynamoDb, table, new DynamoDbIncidentStore(dynamoDb, table, Clock.systemUTC()));
  }

  @Override
  public LinkStore links() {
    return new DynamoDbLinks(dynamoDb, table);
  }

  @Override
  public List<Incident> newest(int most) {
    return incidents.newest(most);
  }

  @Override
  public Place place() {
    return Place.REAL;
  }

  @Override
  public void close() {
    dynamoDb.close();
  }
}
