package dev.tokenresponder.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.lineage.Family;
import dev.tokenresponder.lineage.LineageContract;
import dev.tokenresponder.lineage.Link;
import dev.tokenresponder.lineage.LinkStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The contract of links against DynamoDB Local, in this process. */
class DynamoDbLocalLinksTest extends LineageContract {
  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  @Override
  protected LinkStore store() {
    return new DynamoDbLinks(LOCAL.client(), LocalDynamoDb.TABLE);
  }

  @Test
  void every_item_says_when_it_may_be_deleted() {
    Credential parent = Family.session("ttl-parent", "111122223333");
    Credential child = Family.session("ttl-child", "111122223333");
    Link link = Link.of(Family.assumed(parent, child, Family.NOW)).get(0);

    store().put(link);

    assertThat(LOCAL.client().scan(r -> r.tableName(LocalDynamoDb.TABLE)).items())
        .filteredOn(item -> names(item).containsValue(child.ref().id()))
        .hasSize(2)
        .allSatisfy(
            item ->
                assertThat(item.get("expires").n())
                    .isEqualTo(Long.toString(link.expires().getEpochSecond() + 1)));
  }

  private static Map<String, String> names(Map<String, AttributeValue> item) {
    return item.containsKey("link") ? Map.of("id", item.get("link").m().get("id").s()) : Map.of();
  }
}
