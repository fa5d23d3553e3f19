package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.CorrelationStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store's contract against DynamoDB Local, in this process. */
class DynamoDbLocalCorrelationStoreTest extends CorrelationStoreContract {
  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  @Override
  protected CorrelationStore store() {
    return new DynamoDbCorrelationStore(LOCAL.client(), LocalDynamoDb.TABLE, Clock.systemUTC());
  }
}
