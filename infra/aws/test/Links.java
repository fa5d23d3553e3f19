import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbIncidentStore;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import java.net.URI;
import java.time.Clock;

/** The links that notify-owners sends a team about an incident: Links TABLE INCIDENT. */
class Links {
  public static void main(String[] arguments) {
    AwsClients clients = new AwsClients(URI.create(System.getenv("AWS_ENDPOINT_URL")));
    Clock clock = Clock.systemUTC();
    DynamoDbIncidentStore store =
        new DynamoDbIncidentStore(clients.dynamoDb(), arguments[0], clock);
    LinkedDecisions.links(System.getenv(), store, clock)
        .of(store.find(arguments[1]).orElseThrow())
        .forEach(link -> System.out.println(link.url()));
  }
}
