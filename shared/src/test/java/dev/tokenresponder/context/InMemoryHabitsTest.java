package dev.tokenresponder.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.context.Habits.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryHabitsTest extends HabitsContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration KEEP = Duration.ofHours(2);

  private final InMemoryHabits habits = new InMemoryHabits(100_000);

  /** The times of the events are its clock. */
  @Override
  protected Habits habits(Instant now) {
    return habits;
  }

  @Test
  void an_event_that_comes_late_does_not_shorten_how_long_its_subject_is_kept() {
    see(habits, "a", NOW);
    see(habits, "a", NOW.minus(KEEP));

    assertThat(see(habits, "a", NOW.plus(KEEP)).since()).isEqualTo(NOW);
  }

  @Test
  void over_the_limit_the_subject_seen_longest_ago_goes_first() {
    InMemoryHabits small = new InMemoryHabits(2);
    see(small, "a", NOW);
    see(small, "b", NOW);
    see(small, "a", NOW);

    see(small, "c", NOW);

    assertThat(small.size()).isEqualTo(2);
    assertThat(see(small, "a", NOW).since()).isEqualTo(NOW);
    assertThat(see(small, "b", NOW)).isEqualTo(History.NONE);
    assertThat(small.size()).isEqualTo(2);
  }

  @Test
  void of_many_subjects_at_once_none_is_lost() {
    int subjects = 20_000;

    IntStream.range(0, subjects).parallel().forEach(i -> see(habits, "s-" + i, NOW));

    assertThat(habits.size()).isEqualTo(subjects);
  }

  private static History see(Habits habits, String subject, Instant time) {
    return habits.see(subject, "e", Set.of("ip_1"), time, KEEP);
  }
}
