package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.aws.AwsClients;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/** DynamoDB Local in this process, with the one table, for the tests of a class. */
public final class LocalDynamoDb implements BeforeAllCallback, AfterAllCallback {
  public static final String TABLE = "incidents";

  private DynamoDBProxyServer server;
  private DynamoDbClient client;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    int port = freePort();
    server =
        ServerRunner.createServerFromCommandLineArgs(
            new String[] {"-inMemory", "-disableTelemetry", "-port", String.valueOf(port)});
    server.start();
    client = new AwsClients(URI.create("http://127.0.0.1:" + port)).dynamoDb();
    Tables.create(client, TABLE);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server.stop();
  }

  public DynamoDbClient client() {
    return client;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
