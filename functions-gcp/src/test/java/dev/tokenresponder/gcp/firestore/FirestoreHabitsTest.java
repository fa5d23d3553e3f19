package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.context.Habits;
import dev.tokenresponder.context.Habits.History;
import dev.tokenresponder.context.Habits.Trait;
import dev.tokenresponder.context.HabitsContract;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The habits' contract against the Firestore emulator. */
class FirestoreHabitsTest extends HabitsContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration KEEP = Duration.ofHours(2);

  private static Firestore database;

  @BeforeAll
  static void start() {
    database = FirestoreEmulator.fresh(FirestoreHabitsTest.class);
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Override
  protected Habits habits(Instant now) {
    return new FirestoreHabits(database, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void texts_of_any_kind_come_back_and_do_not_collide() {
    for (String text : Hostile.TEXTS) {
      assertThat(habits(NOW).see(text, text, Set.of(text), NOW, KEEP)).isEqualTo(History.NONE);
    }

    for (String text : Hostile.TEXTS) {
      assertThat(habits(NOW).see(text, "e-2", Set.of(), NOW, KEEP))
          .as(text)
          .isEqualTo(new History(NOW, Map.of(text, new Trait(text, NOW))));
    }
  }

  @Test
  void an_expired_subject_that_is_still_there_counts_as_gone_and_is_kept_anew() throws Exception {
    habits(NOW).see("late", "e-1", Set.of("ip_1"), NOW, KEEP);
    Instant later = NOW.plus(KEEP).plusSeconds(1);

    assertThat(document("late").exists()).isTrue();
    assertThat(habits(later).see("late", "e-2", Set.of("ip_2"), later, KEEP))
        .isEqualTo(History.NONE);

    assertThat(document("late").getTimestamp("expires"))
        .isEqualTo(
            Timestamp.ofTimeSecondsAndNanos(later.plus(KEEP).getEpochSecond(), later.getNano()));
    assertThat(habits(later).see("late", "e-3", Set.of(), later, KEEP).traits())
        .containsOnlyKeys("ip_2");
  }

  private static DocumentSnapshot document(String subject) throws Exception {
    return database.collection("habits").document(DocumentIds.digest(subject)).get().get();
  }
}
