package dev.tokenresponder.aws.dynamodb;

import static dev.tokenresponder.aws.dynamodb.Items.number;

import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.Fired;
import dev.tokenresponder.sigma.correlation.Group;
import dev.tokenresponder.sigma.correlation.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Groups of correlations in the incident table, one item each; a conditional write on its version
 * makes a change atomic (DynamoDB Developer Guide, "Condition expressions"). An item of the most
 * events a group remembers is about 70 kB, well below the limit of 400 kB. Permissions: {@code
 * dynamodb:GetItem}, {@code PutItem} on the table.
 */
public final class DynamoDbCorrelationStore implements CorrelationStore {
  /** Longer than EventBridge and Lambda retry, so that an event that comes again is known. */
  private static final Duration MARGIN = Duration.ofDays(2);

  private static final String SEPARATOR = "|";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Clock clock;

  /** Keeps groups in {@code table}; {@code clock} says when items may expire. */
  public DynamoDbCorrelationStore(DynamoDbClient dynamoDb, String table, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Stored read(String key) {
    try {
      Map<String, AttributeValue> item =
          dynamoDb.getItem(r -> r.tableName(table).key(key(key)).consistentRead(true)).item();
      return item.isEmpty()
          ? new Stored(0, Group.EMPTY)
          : new Stored(Long.parseLong(item.get("version").n()), group(item));
    } catch (SdkException e) {
      throw AwsErrors.of("read a correlation's group", e);
    }
  }

  @Override
  public boolean replace(String key, long version, Group group, Instant time, Duration keep) {
    Map<String, AttributeValue> item = new HashMap<>(key(key));
    item.put("version", number(version + 1));
    item.put("seen", texts(group.seen().stream().map(DynamoDbCorrelationStore::line).toList()));
    item.put("fired", texts(group.fired().stream().map(DynamoDbCorrelationStore::line).toList()));
    item.put(Items.EXPIRES, number(clock.instant().plus(keep).plus(MARGIN).getEpochSecond()));
    try {
      dynamoDb.putItem(
          request -> {
            request.tableName(table).item(item);
            if (version == 0) {
              request.conditionExpression("attribute_not_exists(pk)");
            } else {
              request
                  .conditionExpression("version = :version")
                  .expressionAttributeValues(Map.of(":version", number(version)));
            }
          });
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    } catch (SdkException e) {
      throw AwsErrors.of("write a correlation's group", e);
    }
  }

  private static Map<String, AttributeValue> key(String key) {
    return Items.key("correlation#" + key, "group");
  }

  private static AttributeValue texts(List<String> lines) {
    return AttributeValue.fromL(lines.stream().map(Items::text).toList());
  }

  /** Time, position and event never hold the separator; the value, which might, comes last. */
  private static String line(Seen seen) {
    String fixed = String.join(SEPARATOR, seen.time().toString(), "" + seen.rule(), seen.event());
    return seen.value() == null ? fixed : fixed + SEPARATOR + seen.value();
  }

  private static String line(Fired fired) {
    return fired.time() + SEPARATOR + fired.event();
  }

  private static Group group(Map<String, AttributeValue> item) {
    List<Seen> seen = new ArrayList<>();
    for (AttributeValue line : item.get("seen").l()) {
      String[] parts = line.s().split("\\|", 4);
      seen.add(
          new Seen(
              parts[2],
              Instant.parse(parts[0]),
              Integer.parseInt(parts[1]),
              parts.length == 4 ? parts[3] : null));
    }
    List<Fired> fired = new ArrayList<>();
    for (AttributeValue line : item.get("fired").l()) {
      String[] parts = line.s().split("\\|", 2);
      fired.add(new Fired(parts[1], Instant.parse(parts[0])));
    }
    return new Group(seen, fired);
  }
}
