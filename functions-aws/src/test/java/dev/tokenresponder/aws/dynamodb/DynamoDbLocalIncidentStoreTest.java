package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.IncidentStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store's contract against DynamoDB Local, in this process. */
class DynamoDbLocalIncidentStoreTest extends IncidentStoreContract {
  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  @Override
  protected IncidentStore store() {
    return new DynamoDbIncidentStore(LOCAL.client(), LocalDynamoDb.TABLE, Clock.systemUTC());
  }
}
