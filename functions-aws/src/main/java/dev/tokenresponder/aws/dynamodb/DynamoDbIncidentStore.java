package dev.tokenresponder.aws.dynamodb;

import static dev.tokenresponder.aws.dynamodb.Items.number;
import static dev.tokenresponder.aws.dynamodb.Items.text;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.StaleClaimException;
import dev.tokenresponder.incident.Stop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Incidents in one DynamoDB table with partition key {@code pk}, sort key {@code sk} (both strings)
 * and TTL attribute {@code expires}. Atomicity rests on conditional writes of single items.
 * Permissions: {@code dynamodb:GetItem}, {@code PutItem}, {@code Query}, {@code UpdateItem} on the
 * table.
 */
public final class DynamoDbIncidentStore implements IncidentStore {
  /** Longer than any retry: EventBridge retries for a day, SQS keeps messages for two weeks. */
  private static final Duration KEPT = Duration.ofDays(90);

  private static final Comparator<Incident> IN_ORDER =
      Comparator.comparing(Incident::openedAt).thenComparing(Incident::id);

  private static final int TRIES = 5;

  /** Each try that fails is another's that did not, and they all add to one item. */
  private static final int FAMILY_TRIES = 20;

  private static final String FREE = "(attribute_not_exists(lease_until) OR lease_until <= :now)";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Clock clock;

  /** Keeps incidents in {@code table}; {@code clock} says when items may expire. */
  public DynamoDbIncidentStore(DynamoDbClient dynamoDb, String table, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Incident report(IncidentReport report) {
    String id = open(report);
    call(
        "write incident " + id,
        () ->
            dynamoDb.updateItem(
                update(Items.key(Items.incident(id), Items.META))
                    .updateExpression(
                        "SET subject = if_not_exists(subject, :subject),"
                            + " principal = if_not_exists(principal, :principal),"
                            + " account = if_not_exists(account, :account),"
                            + " opened_at = if_not_exists(opened_at, :time),"
                            + " expires = :expires")
                    .expressionAttributeValues(
                        Map.of(
                            ":subject", text(report.subject()),
                            ":principal", text(report.principal()),
                            ":account", text(report.account() == null ? "" : report.account()),
                            ":time", text(report.time().toString()),
                            ":expires", expires()))
                    .build()));
    for (Sighting sighting : report.sightings()) {
      Map<String, AttributeValue> item = Items.sighting(id, sighting);
      item.put(Items.EXPIRES, expires());
      putNew("write incident " + id, item);
    }
    if (!report.family().isEmpty()) {
      keepFamily(id, report.family());
    }
    return find(id)
        .orElseThrow(() -> ActionException.retryable("incident " + id + " is not there yet", null));
  }

  /** Writes an item unless there is one of its key. */
  private void putNew(String what, Map<String, AttributeValue> item) {
    try {
      dynamoDb.putItem(
          r -> r.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
    } catch (ConditionalCheckFailedException e) {
      // it was judged before, and that time stays
    } catch (SdkException e) {
      throw AwsErrors.of(what, e);
    }
  }

  /** One item, for it must be read with the incident and stay small. */
  private void keepFamily(String id, List<Relative> more) {
    Map<String, AttributeValue> key = Items.key(Items.incident(id), Items.FAMILY);
    for (int attempt = 0; attempt < FAMILY_TRIES; attempt++) {
      Map<String, AttributeValue> current = get(key);
      List<Relative> before = Items.family(current);
      List<Relative> merged = Relative.merge(before, more);
      if (merged.equals(before) || putFamily(key, current, merged)) {
        return;
      }
    }
    throw ActionException.retryable("too many writers add to incident " + id + " at once", null);
  }

  private boolean putFamily(
      Map<String, AttributeValue> key, Map<String, AttributeValue> instead, List<Relative> family) {
    Map<String, AttributeValue> item = new HashMap<>(key);
    item.put(Items.RELATIVES, Items.family(family));
    item.put(Items.EXPIRES, expires());
    try {
      dynamoDb.putItem(
          request -> {
            request.tableName(table).item(item);
            if (instead.isEmpty()) {
              request.conditionExpression("attribute_not_exists(pk)");
            } else {
              request
                  .conditionExpression("relatives = :before")
                  .expressionAttributeValues(Map.of(":before", instead.get(Items.RELATIVES)));
            }
          });
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    } catch (SdkException e) {
      throw AwsErrors.of("write the family of an incident", e);
    }
  }

  /** The id of the open incident about the subject; a new one when none takes the report in. */
  private String open(IncidentReport report) {
    Map<String, AttributeValue> key = pointer(report.subject(), report.account());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Map<String, AttributeValue> current = get(key);
      if (!current.isEmpty() && report.joins(openedAt(current))) {
        return Items.required(current, "incident");
      }
      if (!current.isEmpty() && report.time().isBefore(openedAt(current))) {
        return report.newId();
      }
      if (pointTo(report, key, Items.optional(current, "incident"))) {
        return report.newId();
      }
    }
    throw ActionException.retryable("too many writers open an incident at once", null);
  }

  private static Instant openedAt(Map<String, AttributeValue> pointer) {
    return Instant.parse(Items.required(pointer, "opened_at"));
  }

  private boolean pointTo(
      IncidentReport report, Map<String, AttributeValue> key, @Nullable String instead) {
    Map<String, AttributeValue> item = new HashMap<>(key);
    item.put("incident", text(report.newId()));
    item.put("opened_at", text(report.time().toString()));
    item.put(Items.EXPIRES, expires());
    try {
      dynamoDb.putItem(
          request -> {
            request.tableName(table).item(item);
            if (instead == null) {
              request.conditionExpression("attribute_not_exists(pk)");
            } else {
              request
                  .conditionExpression("incident = :instead")
                  .expressionAttributeValues(Map.of(":instead", text(instead)));
            }
          });
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    } catch (SdkException e) {
      throw AwsErrors.of("open an incident", e);
    }
  }

  private static Map<String, AttributeValue> pointer(String subject, @Nullable String account) {
    return Items.key("subject#" + subject + "|" + account, "open");
  }

  @Override
  public Optional<Incident> latest(String subject, @Nullable String account) {
    Map<String, AttributeValue> current = get(pointer(subject, account));
    return current.isEmpty() ? Optional.empty() : find(Items.required(current, "incident"));
  }

  @Override
  public Optional<Incident> find(String id) {
    return incident(id, query(Items.incident(id)));
  }

  /**
   * The incidents that were opened last, at most so many, the newest last. It reads the whole
   * table. Permission: {@code dynamodb:Scan}.
   */
  public List<Incident> newest(int most) {
    Map<String, List<Map<String, AttributeValue>>> incidents = new HashMap<>();
    for (Map<String, AttributeValue> item : scan(Items.incident(""))) {
      String id = Items.required(item, Items.PK).substring(Items.incident("").length());
      incidents.computeIfAbsent(id, none -> new ArrayList<>()).add(item);
    }
    return incidents.entrySet().stream()
        .flatMap(entry -> incident(entry.getKey(), entry.getValue()).stream())
        .sorted(IN_ORDER.reversed())
        .limit(most)
        .sorted(IN_ORDER)
        .toList();
  }

  private static Optional<Incident> incident(String id, List<Map<String, AttributeValue>> items) {
    List<Sighting> sightings = new ArrayList<>();
    List<Relative> family = new ArrayList<>();
    List<ActionOutcome> actions = new ArrayList<>();
    Map<String, AttributeValue> meta = new HashMap<>();
    for (Map<String, AttributeValue> item : inOrder(items)) {
      String sk = Items.required(item, Items.SK);
      if (sk.equals(Items.META)) {
        meta.putAll(item);
      } else if (sk.startsWith(Items.SIGHTING)) {
        sightings.add(Items.sighting(item));
      } else if (sk.equals(Items.FAMILY)) {
        family.addAll(Items.family(item));
      } else if (sk.startsWith(Items.ACTION)) {
        Optional.ofNullable(Items.outcome(item)).ifPresent(actions::add);
      }
    }
    return meta.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Incident(
                id,
                Items.required(meta, "subject"),
                Items.required(meta, "principal"),
                account(meta),
                Instant.parse(Items.required(meta, "opened_at")),
                sightings,
                family,
                actions));
  }

  /** Actions by when they were first claimed; what was kept before that was written down, first. */
  private static List<Map<String, AttributeValue>> inOrder(
      List<Map<String, AttributeValue>> items) {
    return items.stream()
        .sorted(
            Comparator.comparingLong(
                item -> Long.parseLong(item.getOrDefault("first_claimed", Items.number(0)).n())))
        .toList();
  }

  private static @Nullable String account(Map<String, AttributeValue> meta) {
    String account = Items.required(meta, "account");
    return account.isEmpty() ? null : account;
  }

  @Override
  public Claim claim(ActionKey key, Instant now, Duration lease) {
    Map<String, AttributeValue> values = lease(now, lease);
    values.put(":incident", text(key.incident()));
    values.put(":action", text(key.action()));
    values.put(":target", text(key.target()));
    values.put(":done", text(Status.DONE.label()));
    values.put(":undone", text(Status.UNDONE.label()));
    UpdateItemRequest.Builder request =
        update(Items.action(key))
            .updateExpression(
                "SET lease_until = :until, incident = :incident, #action = :action,"
                    + " target = :target, expires = :expires,"
                    + " first_claimed = if_not_exists(first_claimed, :now) ADD fence :one")
            .conditionExpression(
                "(attribute_not_exists(#status) OR NOT #status IN (:done, :undone)) AND " + FREE)
            .expressionAttributeNames(Map.of("#action", "action", "#status", "status"))
            .expressionAttributeValues(values);
    return granted(key, request)
        .orElseGet(
            () -> {
              Map<String, AttributeValue> item = get(Items.action(key));
              ActionOutcome outcome = Items.outcome(item);
              return outcome != null && outcome.isFinal()
                  ? new Claim.Done(outcome)
                  : new Claim.Taken(leaseOf(item).orElse(now));
            });
  }

  @Override
  public Claim claimUndo(ActionKey key, Instant now, Duration lease) {
    Map<String, AttributeValue> values = lease(now, lease);
    values.put(":undone", text(Status.UNDONE.label()));
    UpdateItemRequest.Builder request =
        update(Items.action(key))
            .updateExpression("SET lease_until = :until, expires = :expires ADD fence :one")
            .conditionExpression(
                "#status <> :undone AND attribute_exists(undo_command) AND " + FREE)
            .expressionAttributeNames(Map.of("#status", "status"))
            .expressionAttributeValues(values);
    return granted(key, request).orElseGet(() -> refusedUndo(key, now));
  }

  private Claim refusedUndo(ActionKey key, Instant now) {
    Map<String, AttributeValue> item = get(Items.action(key));
    ActionOutcome outcome = Items.outcome(item);
    if (outcome != null && outcome.status() == Status.UNDONE) {
      return new Claim.Done(outcome);
    }
    Instant until = leaseOf(item).orElse(now);
    if (until.isAfter(now) || outcome != null && outcome.canBeUndone()) {
      return new Claim.Taken(until);
    }
    if (outcome == null) {
      throw new IllegalArgumentException(key + " has no outcome");
    }
    return new Claim.Done(outcome);
  }

  private Map<String, AttributeValue> lease(Instant now, Duration lease) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":until", number(now.plus(lease).toEpochMilli()));
    values.put(":expires", expires());
    values.put(":one", number(1));
    values.put(":now", number(now.toEpochMilli()));
    return values;
  }

  /** The claim, if the condition of the request holds. */
  private Optional<Claim> granted(ActionKey key, UpdateItemRequest.Builder request) {
    try {
      Map<String, AttributeValue> claimed =
          dynamoDb.updateItem(request.returnValues(ReturnValue.ALL_NEW).build()).attributes();
      return Optional.of(new Claim.Granted(Long.parseLong(claimed.get("fence").n())));
    } catch (ConditionalCheckFailedException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.of("claim " + key, e);
    }
  }

  private static Optional<Instant> leaseOf(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get("lease_until"))
        .map(until -> Instant.ofEpochMilli(Long.parseLong(until.n())));
  }

  @Override
  public void begin(long token, ActionOutcome begun) {
    record(token, begun, false, null);
  }

  @Override
  public void complete(long token, ActionOutcome outcome) {
    record(token, outcome, true, null);
  }

  @Override
  public void hold(long token, ActionOutcome held, String request) {
    record(token, held, true, request);
  }

  @Override
  public Optional<String> held(ActionKey key) {
    AttributeValue request = get(Items.action(key)).get("held_request");
    return Optional.ofNullable(request).map(AttributeValue::s);
  }

  /** The undo that was written down first stays. */
  private void record(long token, ActionOutcome outcome, boolean ends, @Nullable String request) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":status", text(outcome.status().label()));
    values.put(":reason", text(outcome.reason()));
    boolean hasUndo = !outcome.undo().equals(Undo.NOTHING);
    if (hasUndo) {
      values.put(":undo", text(outcome.undo().command()));
      values.put(":data", AttributeValue.fromM(Items.texts(outcome.undo().data())));
    }
    values.put(":at", text(outcome.at().toString()));
    if (ends) {
      values.put(":free", number(0));
    }
    if (request != null) {
      values.put(":request", text(request));
    }
    values.put(":token", number(token));
    write(
        outcome.key(),
        update(Items.action(outcome.key()))
            .updateExpression(
                "SET #status = :status, reason = :reason, #at = :at"
                    + (ends ? ", lease_until = :free" : "")
                    + (request == null ? "" : ", held_request = :request")
                    + (hasUndo
                        ? ", undo_command = if_not_exists(undo_command, :undo),"
                            + " undo_data = if_not_exists(undo_data, :data)"
                        : ""))
            .conditionExpression("fence = :token")
            .expressionAttributeNames(Map.of("#status", "status", "#at", "at"))
            .expressionAttributeValues(values)
            .build());
  }

  @Override
  public void release(ActionKey key, long token) {
    write(
        key,
        update(Items.action(key))
            .updateExpression("SET lease_until = :free")
            .conditionExpression("fence = :token")
            .expressionAttributeValues(Map.of(":free", number(0), ":token", number(token)))
            .build());
  }

  private void write(ActionKey key, UpdateItemRequest request) {
    try {
      dynamoDb.updateItem(request);
    } catch (ConditionalCheckFailedException e) {
      throw new StaleClaimException(key.toString());
    } catch (SdkException e) {
      throw AwsErrors.of("record " + key, e);
    }
  }

  @Override
  public boolean consume(String limit, Instant now, int most) {
    if (most <= 0) {
      return false;
    }
    try {
      dynamoDb.updateItem(
          update(Items.key("limit#" + limit, now.truncatedTo(ChronoUnit.HOURS).toString()))
              .updateExpression("ADD uses :one SET expires = :expires")
              .conditionExpression("attribute_not_exists(uses) OR uses < :most")
              .expressionAttributeValues(
                  Map.of(":one", number(1), ":most", number(most), ":expires", expires()))
              .build());
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    } catch (SdkException e) {
      throw AwsErrors.of("count a use of the limit " + limit, e);
    }
  }

  @Override
  public Optional<Stop> stopped() {
    return Optional.of(get(Items.STOP)).filter(item -> !item.isEmpty()).map(Items::stop);
  }

  @Override
  public void stop(Stop order) {
    call("stop", () -> dynamoDb.putItem(r -> r.tableName(table).item(Items.stop(order))));
  }

  @Override
  public void resume() {
    call("resume", () -> dynamoDb.deleteItem(r -> r.tableName(table).key(Items.STOP)));
  }

  private UpdateItemRequest.Builder update(Map<String, AttributeValue> key) {
    return UpdateItemRequest.builder().tableName(table).key(key);
  }

  private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    return call(
        "read the incident table",
        () -> dynamoDb.getItem(r -> r.tableName(table).key(key).consistentRead(true)).item());
  }

  private List<Map<String, AttributeValue>> query(String pk) {
    return call(
        "read the incident table",
        () ->
            dynamoDb
                .queryPaginator(
                    r ->
                        r.tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(Map.of(":pk", text(pk))))
                .items()
                .stream()
                .toList());
  }

  private List<Map<String, AttributeValue>> scan(String prefix) {
    return call(
        "read the incident table",
        () ->
            dynamoDb
                .scanPaginator(
                    r ->
                        r.tableName(table)
                            .consistentRead(true)
                            .filterExpression("begins_with(pk, :prefix)")
                            .expressionAttributeValues(Map.of(":prefix", text(prefix))))
                .items()
                .stream()
                .toList());
  }

  private AttributeValue expires() {
    return number(clock.instant().plus(KEPT).getEpochSecond());
  }

  private static <T> T call(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsErrors.of(what, e);
    }
  }
}
