package dev.tokenresponder.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.context.Habits.History;
import dev.tokenresponder.context.Habits.Trait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of habits promises. */
public abstract class HabitsContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration KEEP = Duration.ofHours(2);

  private final String subject = "aws.cloudtrail key AKIA" + UUID.randomUUID();

  /** The same store at each call, its own clock, where it has one, standing at {@code now}. */
  protected abstract Habits habits(Instant now);

  /** How many callers at once the store is tried with. */
  protected int workers() {
    return 4;
  }

  @Test
  void nothing_is_known_of_a_new_subject() {
    assertThat(see("e-1", NOW, "ip_1")).isEqualTo(History.NONE);
  }

  @Test
  void a_subject_without_traits_is_known_as_well() {
    see("e-1", NOW);

    assertThat(known(NOW).since()).isEqualTo(NOW);
    assertThat(known(NOW).traits()).isEmpty();
  }

  @Test
  void since_stays_the_first_time() {
    see("e-1", NOW, "ip_1");
    see("e-2", NOW.plusSeconds(60), "ip_1");

    assertThat(known(NOW.plusSeconds(120)).since()).isEqualTo(NOW);
  }

  @Test
  void a_trait_keeps_the_event_that_first_showed_it_and_moves_its_last_time() {
    see("e-1", NOW, "ip_1");

    see("e-2", NOW.plusMillis(60_250), "ip_1");

    assertThat(known(NOW.plusSeconds(120)).traits())
        .containsOnlyKeys("ip_1")
        .containsEntry("ip_1", new Trait("e-1", NOW.plusMillis(60_250)));
  }

  @Test
  void several_traits_are_noted_at_once_each_with_its_own_first_event() {
    see("e-1", NOW, "ip_1", "agent_1");

    see("e-2", NOW.plusSeconds(1), "ip_2", "agent_1");

    assertThat(known(NOW.plusSeconds(2)).traits())
        .containsOnlyKeys("ip_1", "ip_2", "agent_1")
        .containsEntry("ip_1", new Trait("e-1", NOW))
        .containsEntry("ip_2", new Trait("e-2", NOW.plusSeconds(1)))
        .containsEntry("agent_1", new Trait("e-1", NOW.plusSeconds(1)));
  }

  @Test
  void an_event_that_comes_again_finds_itself_as_the_first() {
    see("e-1", NOW, "ip_1");
    see("e-2", NOW.plusSeconds(1), "ip_2");

    assertThat(see("e-2", NOW.plusSeconds(1), "ip_2").traits().get("ip_2").firstEvent())
        .isEqualTo("e-2");
  }

  @Test
  void subjects_have_nothing_to_do_with_each_other() {
    see("e-1", NOW, "ip_1");

    assertThat(habits(NOW).see(subject + "0", "e-2", Set.of("ip_1"), NOW, KEEP))
        .isEqualTo(History.NONE);
    assertThat(known(NOW).traits().get("ip_1").firstEvent()).isEqualTo("e-1");
  }

  @Test
  void of_too_many_traits_those_seen_longest_ago_go() {
    for (int i = 0; i < Habits.MOST; i++) {
      see("e-" + i, NOW.plusSeconds(i), "ip_" + i);
    }
    see("e-again", NOW.plusSeconds(100), "ip_0");

    see("e-more", NOW.plusSeconds(101), "ip_50", "ip_51");

    assertThat(known(NOW.plusSeconds(102)).traits())
        .hasSize(Habits.MOST)
        .containsKeys("ip_0", "ip_50", "ip_51")
        .doesNotContainKeys("ip_1", "ip_2");
  }

  @Test
  void the_traits_of_the_current_event_stay_even_if_it_comes_late() {
    for (int i = 0; i < Habits.MOST; i++) {
      see("e-" + i, NOW.plusSeconds(i), "ip_" + i);
    }

    see("e-late", NOW.minusSeconds(60), "ip_0", "ip_late");

    assertThat(known(NOW.plusSeconds(102)).traits())
        .hasSize(Habits.MOST)
        .containsKeys("ip_0", "ip_late")
        .doesNotContainKey("ip_1");
  }

  @Test
  void an_event_of_more_traits_than_are_kept_is_no_error() {
    String[] traits =
        IntStream.range(0, Habits.MOST + 1).mapToObj(i -> "ip_" + i).toArray(String[]::new);

    assertThat(see("e-1", NOW, traits)).isEqualTo(History.NONE);
    assertThat(see("e-1", NOW, traits).since()).isEqualTo(NOW);
  }

  @Test
  void a_subject_is_known_as_long_as_it_was_to_be_kept() {
    see("e-1", NOW, "ip_1");

    assertThat(known(NOW.plus(KEEP)).traits()).containsKey("ip_1");
  }

  @Test
  void each_event_keeps_its_subject_anew() {
    see("e-1", NOW, "ip_1");
    see("e-2", NOW.plus(KEEP), "ip_2");

    assertThat(known(NOW.plus(KEEP).plus(KEEP)).since()).isEqualTo(NOW);
  }

  @Test
  void a_subject_is_forgotten_after_that() {
    see("e-1", NOW, "ip_1");

    assertThat(known(NOW.plus(KEEP).plusSeconds(1))).isEqualTo(History.NONE);
  }

  @Test
  void what_was_forgotten_does_not_come_back_with_the_next_event() {
    see("e-1", NOW, "ip_1", "agent_1");
    Instant later = NOW.plus(KEEP).plusSeconds(1);

    see("e-2", later, "ip_1", "ip_2");

    assertThat(known(later))
        .isEqualTo(
            new History(
                later, Map.of("ip_1", new Trait("e-2", later), "ip_2", new Trait("e-2", later))));
  }

  @Test
  void of_many_at_once_none_is_lost_and_one_is_the_first() throws Exception {
    int events = 40;

    List<History> before = atOnce(events, NOW);

    assertThat(known(NOW).traits()).hasSize(events);
    assertThat(before).filteredOn(History.NONE::equals).hasSize(1);
  }

  @Test
  void of_many_at_once_after_the_subject_was_to_be_forgotten_none_is_lost() throws Exception {
    see("e-old", NOW, "ip_old");
    Instant later = NOW.plus(KEEP).plusSeconds(1);
    int events = 40;

    List<History> before = atOnce(events, later);

    assertThat(known(later).traits()).hasSize(events).doesNotContainKey("ip_old");
    assertThat(before).filteredOn(History.NONE::equals).hasSize(1);
  }

  private List<History> atOnce(int events, Instant now) throws Exception {
    List<Callable<History>> calls =
        IntStream.range(0, events)
            .<Callable<History>>mapToObj(i -> () -> see("e-" + i, now, "ip_" + i))
            .collect(Collectors.toList());
    ExecutorService pool = Executors.newFixedThreadPool(workers());
    try {
      List<History> histories = new ArrayList<>();
      for (Future<History> future : pool.invokeAll(calls)) {
        histories.add(future.get());
      }
      return histories;
    } finally {
      pool.shutdownNow();
    }
  }

  private History see(String event, Instant now, String... traits) {
    return habits(now).see(subject, event, Set.of(traits), now, KEEP);
  }

  private History known(Instant now) {
    return see("e-reader", now);
  }
}
