package dev.tokenresponder.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.context.Habits;
import dev.tokenresponder.context.HabitsContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The habits' contract against DynamoDB Local, in this process. */
class DynamoDbLocalHabitsTest extends HabitsContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");

  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  @Override
  protected Habits habits(Instant now) {
    return new DynamoDbHabits(
        LOCAL.client(), LocalDynamoDb.TABLE, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void a_trait_that_another_sees_again_just_before_it_goes_stays() {
    for (int i = 0; i < Habits.MOST; i++) {
      see(habits(NOW), "e-" + i, NOW.plusSeconds(i), "ip_" + i);
    }
    Runnable another = () -> see(habits(NOW), "e-again", NOW.plusSeconds(100), "ip_0");
    DynamoDbClient interrupted = new Interrupted(LOCAL.client(), another);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    see(
        new DynamoDbHabits(interrupted, LocalDynamoDb.TABLE, clock),
        "e-more",
        NOW.plusSeconds(99),
        "ip_more");

    assertThat(
            habits(NOW).see("s", "e", Set.of(), NOW.plusSeconds(101), Duration.ofHours(2)).traits())
        .containsKeys("ip_0", "ip_more");
  }

  private static void see(Habits habits, String event, Instant time, String trait) {
    habits.see("s", event, Set.of(trait), time, Duration.ofHours(2));
  }

  /** Lets another act between the first update and the second. */
  private static final class Interrupted implements DynamoDbClient {
    private final DynamoDbClient client;
    private final Runnable another;
    private int calls;

    Interrupted(DynamoDbClient client, Runnable another) {
      this.client = client;
      this.another = another;
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
      if (++calls == 2) {
        another.run();
      }
      return client.updateItem(request);
    }

    @Override
    public String serviceName() {
      return client.serviceName();
    }

    @Override
    public void close() {}
  }
}
