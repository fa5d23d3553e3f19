package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.CorrelationStoreContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** The store's contract against DynamoDB Local, in this process. */
class DynamoDbLocalCorrelationStoreTest extends CorrelationStoreContract {
  private static DynamoDBProxyServer server;
  private static DynamoDbClient dynamoDb;

  @BeforeAll
  static void start() throws Exception {
    int port = freePort();
    server =
        ServerRunner.createServerFromCommandLineArgs(
            new String[] {"-inMemory", "-disableTelemetry", "-port", String.valueOf(port)});
    server.start();
    dynamoDb = new AwsClients(URI.create("http://127.0.0.1:" + port)).dynamoDb();
    Tables.create(dynamoDb, "incidents");
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @Override
  protected CorrelationStore store() {
    return new DynamoDbCorrelationStore(dynamoDb, "incidents", Clock.systemUTC());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
