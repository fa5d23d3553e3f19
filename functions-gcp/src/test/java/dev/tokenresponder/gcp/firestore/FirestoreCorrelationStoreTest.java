package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.sigma.correlation.CorrelationStore;
import dev.tokenresponder.sigma.correlation.CorrelationStoreContract;
import dev.tokenresponder.sigma.correlation.Fired;
import dev.tokenresponder.sigma.correlation.Group;
import dev.tokenresponder.sigma.correlation.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The store's contract against the Firestore emulator. */
class FirestoreCorrelationStoreTest extends CorrelationStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration KEEP = Duration.ofHours(2);

  private static Firestore database;

  @BeforeAll
  static void start() {
    database = FirestoreEmulator.fresh(FirestoreCorrelationStoreTest.class);
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  /** With more callers at once than the contract asks for. */
  @Override
  protected int workers() {
    return 4;
  }

  @Override
  protected CorrelationStore store() {
    return new FirestoreCorrelationStore(database, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void keys_and_texts_of_any_kind_come_back_and_do_not_collide() {
    CorrelationStore store = store();
    for (String text : Hostile.TEXTS) {
      assertThat(store.replace(text, 0, group(text), NOW, KEEP)).as(text).isTrue();
    }

    for (String text : Hostile.TEXTS) {
      assertThat(store.read(text).group()).as(text).isEqualTo(group(text));
    }
  }

  @Test
  void a_group_that_is_replaced_by_its_like_has_another_version_all_the_same() {
    CorrelationStore store = store();
    store.replace("like", 0, group("e-1"), NOW, KEEP);
    long first = store.read("like").version();

    assertThat(store.replace("like", first, group("e-1"), NOW, KEEP)).isTrue();
    assertThat(store.replace("like", first, group("e-1"), NOW, KEEP)).isFalse();
  }

  @Test
  void a_prefix_keeps_stores_apart() {
    CorrelationStore other = new FirestoreCorrelationStore(database, Clock.systemUTC(), "other-");

    store().replace("prefixed", 0, group("e-1"), NOW, KEEP);

    assertThat(other.read("prefixed").group()).isEqualTo(Group.EMPTY);
  }

  private static Group group(String text) {
    return new Group(List.of(new Seen(text, NOW, 0, text)), List.of(new Fired(text, NOW)));
  }
}
