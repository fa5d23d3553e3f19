package dev.tokenresponder.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.IncidentStoreContract;
import dev.tokenresponder.incident.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store's contract against DynamoDB Local, in this process. */
class DynamoDbLocalIncidentStoreTest extends IncidentStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");

  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  @Override
  protected IncidentStore store() {
    return new DynamoDbIncidentStore(LOCAL.client(), LocalDynamoDb.TABLE, Clock.systemUTC());
  }

  /** DynamoDB scans a megabyte at a time. */
  @Test
  void the_newest_incidents_are_listed_with_all_that_is_in_them_over_many_pages() {
    Tables.create(LOCAL.client(), "listed");
    DynamoDbIncidentStore store =
        new DynamoDbIncidentStore(LOCAL.client(), "listed", Clock.systemUTC());
    List<Incident> opened = new ArrayList<>();
    for (int hour : new int[] {2, 0, 1}) {
      opened.add(store.report(report(hour)));
    }
    ActionKey key = new ActionKey(opened.get(0).id(), "a", "t");
    Claim.Granted claim = (Claim.Granted) store.claim(key, NOW, Duration.ofMinutes(1));
    store.complete(
        claim.token(), new ActionOutcome(key, ActionOutcome.Status.DONE, "x", Undo.NOTHING, NOW));
    store.consume("total", NOW, 9);
    ActionKey alone = new ActionKey("of nobody", "a", "t");
    store.claim(alone, NOW, Duration.ofMinutes(1));

    List<Incident> newest = store.newest(2);

    assertThat(newest).containsExactly(opened.get(2), store.find(opened.get(0).id()).orElseThrow());
    assertThat(newest.get(1).actions()).hasSize(1);
    assertThat(newest.get(1).sightings()).hasSize(4);
    assertThat(store.newest(Integer.MAX_VALUE)).hasSize(3);
  }

  private static IncidentReport report(int hour) {
    Instant time = NOW.plus(Duration.ofHours(hour));
    String large = "x".repeat(150_000);
    return new IncidentReport(
        "session " + hour,
        "p",
        null,
        time,
        Duration.ofHours(24),
        IntStream.range(0, 4)
            .mapToObj(i -> new Sighting("e-" + i, time, "s", "n", null, "r", large, Level.HIGH))
            .toList());
  }
}
