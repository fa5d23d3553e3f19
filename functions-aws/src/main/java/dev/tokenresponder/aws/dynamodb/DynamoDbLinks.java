package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.aws.AwsErrors;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.lineage.LinkStore;
import dev.tokenresponder.lineage.LinkText;
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
 * Links in the incident table: an item under the parent and one under the child, each written only
 * over one that ends earlier. A call that ends between the two writes is made again with its event,
 * and then writes both. An item that DynamoDB has not yet got round to deleting counts as deleted
 * (DynamoDB Developer Guide, "Using time to live"). Permissions: {@code dynamodb:PutItem}, {@code
 * Query}.
 */
public final class DynamoDbLinks implements LinkStore {
  private static final String CHILD = "child#";
  private static final String PARENT = "parent#";
  private static final String UNTIL = "until_millis";
  private static final String LINK = "link";

  private final DynamoDbClient dynamoDb;
  private final String table;

  /** Keeps links in {@code table}. */
  public DynamoDbLinks(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public void put(Link link) {
    CredentialRef parent = link.parent().ref();
    CredentialRef child = link.child().ref();
    put(link, Items.key(partition(parent), CHILD + LinkText.key(child)));
    put(link, Items.key(partition(child), PARENT + LinkText.key(parent)));
  }

  private void put(Link link, Map<String, AttributeValue> key) {
    Map<String, AttributeValue> item = new HashMap<>(key);
    item.put(LINK, AttributeValue.fromM(Items.texts(LinkText.write(link))));
    item.put(UNTIL, Items.number(link.expires().toEpochMilli()));
    item.put(Items.EXPIRES, Items.number(link.expires().getEpochSecond() + 1));
    try {
      dynamoDb.putItem(
          request ->
              request
                  .tableName(table)
                  .item(item)
                  .conditionExpression("attribute_not_exists(pk) OR #until < :until")
                  .expressionAttributeNames(Map.of("#until", UNTIL))
                  .expressionAttributeValues(Map.of(":until", item.get(UNTIL))));
    } catch (ConditionalCheckFailedException later) {
      // The one that is there stays.
    } catch (SdkException e) {
      throw AwsErrors.of("note what a credential was made from", e);
    }
  }

  @Override
  public List<Link> from(CredentialRef parent, Instant now, int most) {
    return links(parent, CHILD, now, most);
  }

  @Override
  public List<Link> to(CredentialRef child, Instant now, int most) {
    return links(child, PARENT, now, most);
  }

  private List<Link> links(CredentialRef ref, String side, Instant now, int most) {
    Map<String, AttributeValue> values =
        Map.of(
            ":pk", Items.text(partition(ref)),
            ":side", Items.text(side),
            ":now", Items.number(now.toEpochMilli()));
    List<Link> links = new ArrayList<>();
    try {
      for (Map<String, AttributeValue> item :
          dynamoDb
              .queryPaginator(
                  request ->
                      request
                          .tableName(table)
                          .consistentRead(true)
                          .keyConditionExpression("pk = :pk AND begins_with(sk, :side)")
                          .filterExpression("#until > :now")
                          .expressionAttributeNames(Map.of("#until", UNTIL))
                          .expressionAttributeValues(values))
              .items()) {
        if (links.size() == most) {
          break;
        }
        links.add(link(item));
      }
    } catch (SdkException e) {
      throw AwsErrors.of("read what was made from a credential", e);
    }
    return links;
  }

  private static String partition(CredentialRef ref) {
    return "lineage#" + LinkText.key(ref);
  }

  private static Link link(Map<String, AttributeValue> item) {
    Map<String, String> texts = new HashMap<>();
    item.get(LINK).m().forEach((name, value) -> texts.put(name, value.s()));
    return LinkText.read(texts);
  }
}
