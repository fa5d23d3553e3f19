package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.context.Habits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Habits in DynamoDB: an item for each subject, which one {@code UpdateItem} changes and reads at
 * once (DynamoDB API reference, "UpdateItem", {@code ReturnValues ALL_OLD}). A trait is two
 * attributes, {@code f_} for the event that first showed it and {@code l_} for when it was last
 * seen. Needs {@code dynamodb:UpdateItem}, {@code PutItem}.
 */
public final class DynamoDbHabits implements Habits {
  private static final String FIRST = "f_";
  private static final String LAST = "l_";
  private static final String SINCE = "since";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Clock clock;

  /** Keeps habits in {@code table}; {@code clock} says when items may expire. */
  public DynamoDbHabits(DynamoDbClient dynamoDb, String table, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public History see(
      String subject, String event, Set<String> traits, Instant time, Duration keep) {
    Instant now = clock.instant();
    Sight sight = new Sight(subject, event, traits, time, now, now.plus(keep));
    try {
      History history = note(sight);
      forget(subject, history, traits);
      return history;
    } catch (SdkException e) {
      throw AwsErrors.of("note what a credential was seen with", e);
    }
  }

  /**
   * An item that DynamoDB has not yet got round to deleting counts as deleted. Another may have put
   * a new one in its place by the time this one tries to.
   */
  private History note(Sight sight) {
    try {
      return update(sight);
    } catch (ConditionalCheckFailedException expired) {
      return replace(sight) ? History.NONE : update(sight);
    }
  }

  private History update(Sight sight) {
    StringBuilder set = new StringBuilder("SET #since = if_not_exists(#since, :time), #ttl = :ttl");
    Map<String, String> names = new HashMap<>(Map.of("#since", SINCE, "#ttl", Items.EXPIRES));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":time", Items.text(sight.time.toString()));
    values.put(":now", Items.number(sight.now.getEpochSecond()));
    values.put(":ttl", Items.number(sight.expires.getEpochSecond()));
    int number = 0;
    for (String trait : sight.traits) {
      String first = "#f" + number;
      String last = "#l" + number++;
      names.put(first, FIRST + trait);
      names.put(last, LAST + trait);
      set.append(", ").append(first).append(" = if_not_exists(").append(first).append(", :event)");
      set.append(", ").append(last).append(" = :time");
      values.put(":event", Items.text(sight.event));
    }
    return history(
        dynamoDb
            .updateItem(
                request ->
                    request
                        .tableName(table)
                        .key(key(sight.subject))
                        .updateExpression(set.toString())
                        .conditionExpression("attribute_not_exists(#ttl) OR #ttl >= :now")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_OLD))
            .attributes());
  }

  /** Puts a new item in the place of an expired one; false when that is no longer there. */
  private boolean replace(Sight sight) {
    Map<String, AttributeValue> item = new HashMap<>(key(sight.subject));
    item.put(SINCE, Items.text(sight.time.toString()));
    item.put(Items.EXPIRES, Items.number(sight.expires.getEpochSecond()));
    for (String trait : sight.traits) {
      item.put(FIRST + trait, Items.text(sight.event));
      item.put(LAST + trait, Items.text(sight.time.toString()));
    }
    try {
      dynamoDb.putItem(
          request ->
              request
                  .tableName(table)
                  .item(item)
                  .conditionExpression("#ttl < :now")
                  .expressionAttributeNames(Map.of("#ttl", Items.EXPIRES))
                  .expressionAttributeValues(
                      Map.of(":now", Items.number(sight.now.getEpochSecond()))));
      return true;
    } catch (ConditionalCheckFailedException replaced) {
      return false;
    }
  }

  private History history(Map<String, AttributeValue> item) {
    if (item.isEmpty()) {
      return History.NONE;
    }
    Map<String, Trait> traits = new HashMap<>();
    item.forEach(
        (name, first) -> {
          AttributeValue last = item.get(LAST + name.substring(Math.min(2, name.length())));
          if (name.startsWith(FIRST) && last != null) {
            traits.put(name.substring(2), new Trait(first.s(), Instant.parse(last.s())));
          }
        });
    return new History(Instant.parse(item.get(SINCE).s()), traits);
  }

  /**
   * Removes what is too much, so that the item stays small, unless another has meanwhile seen some
   * of it again.
   */
  private void forget(String subject, History before, Set<String> now) {
    List<Map.Entry<String, Trait>> old =
        before.traits().entrySet().stream()
            .filter(entry -> !now.contains(entry.getKey()))
            .sorted(Comparator.comparing(entry -> entry.getValue().last()))
            .toList();
    int tooMany = Math.min(old.size() + now.size() - MOST, old.size());
    if (tooMany <= 0) {
      return;
    }
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    List<String> remove = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    for (int i = 0; i < tooMany; i++) {
      String trait = old.get(i).getKey();
      names.put("#f" + i, FIRST + trait);
      names.put("#l" + i, LAST + trait);
      values.put(":l" + i, Items.text(old.get(i).getValue().last().toString()));
      remove.add("#f" + i + ", #l" + i);
      unchanged.add("#l" + i + " = :l" + i);
    }
    try {
      dynamoDb.updateItem(
          request ->
              request
                  .tableName(table)
                  .key(key(subject))
                  .updateExpression("REMOVE " + String.join(", ", remove))
                  .conditionExpression(String.join(" AND ", unchanged))
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(values));
    } catch (ConditionalCheckFailedException seenAgain) {
      // They stay until the next event.
    }
  }

  private static Map<String, AttributeValue> key(String subject) {
    return Items.key("habits#" + subject, "habits");
  }

  private record Sight(
      String subject,
      String event,
      Set<String> traits,
      Instant time,
      Instant now,
      Instant expires) {}
}
