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
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Habits in DynamoDB: an item for each subject, which one {@code UpdateItem} changes and reads at
 * once (DynamoDB API reference, "UpdateItem", {@code ReturnValues ALL_OLD}). A trait is two
 * attributes, {@code f_} for the event that first showed it and {@code l_} for when it was last
 * seen. Needs {@code dynamodb:UpdateItem}.
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
    StringBuilder set = new StringBuilder("SET #since = if_not_exists(#since, :time), #ttl = :ttl");
    Map<String, String> names = new HashMap<>(Map.of("#since", SINCE, "#ttl", Items.EXPIRES));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":time", Items.text(time.toString()));
    values.put(":event", Items.text(event));
    values.put(":ttl", Items.number(clock.instant().plus(keep).getEpochSecond()));
    int number = 0;
    for (String trait : traits) {
      String first = "#f" + number;
      String last = "#l" + number++;
      names.put(first, FIRST + trait);
      names.put(last, LAST + trait);
      set.append(", ").append(first).append(" = if_not_exists(").append(first).append(", :event)");
      set.append(", ").append(last).append(" = :time");
    }
    if (traits.isEmpty()) {
      values.remove(":event");
    }
    try {
      Map<String, AttributeValue> before =
          dynamoDb
              .updateItem(
                  request ->
                      request
                          .tableName(table)
                          .key(key(subject))
                          .updateExpression(set.toString())
                          .expressionAttributeNames(names)
                          .expressionAttributeValues(values)
                          .returnValues(ReturnValue.ALL_OLD))
              .attributes();
      History history = history(before);
      forget(subject, history, traits);
      return history;
    } catch (SdkException e) {
      throw AwsErrors.of("note what a credential was seen with", e);
    }
  }

  /** An item that DynamoDB has not yet got round to deleting counts as deleted. */
  private History history(Map<String, AttributeValue> item) {
    if (item.isEmpty() || isExpired(item)) {
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

  private boolean isExpired(Map<String, AttributeValue> item) {
    return Long.parseLong(item.get(Items.EXPIRES).n()) < clock.instant().getEpochSecond();
  }

  /** Removes what is too much, so that the item stays small. */
  private void forget(String subject, History before, Set<String> now) {
    List<String> old =
        new ArrayList<>(
            before.traits().entrySet().stream()
                .filter(entry -> !now.contains(entry.getKey()))
                .sorted(Comparator.comparing(entry -> entry.getValue().last()))
                .map(Map.Entry::getKey)
                .toList());
    int tooMany = old.size() + now.size() - MOST;
    if (tooMany <= 0) {
      return;
    }
    Map<String, String> names = new HashMap<>();
    List<String> remove = new ArrayList<>();
    for (String trait : old.subList(0, Math.min(tooMany, old.size()))) {
      String number = String.valueOf(names.size());
      names.put("#f" + number, FIRST + trait);
      names.put("#l" + number, LAST + trait);
      remove.add("#f" + number + ", #l" + number);
    }
    dynamoDb.updateItem(
        request ->
            request
                .tableName(table)
                .key(key(subject))
                .updateExpression("REMOVE " + String.join(", ", remove))
                .expressionAttributeNames(names));
  }

  private static Map<String, AttributeValue> key(String subject) {
    return Items.key("habits#" + subject, "habits");
  }
}
