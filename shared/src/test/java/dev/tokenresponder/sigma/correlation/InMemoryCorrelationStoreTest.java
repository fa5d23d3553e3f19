package dev.tokenresponder.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryCorrelationStoreTest extends CorrelationStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration KEEP = Duration.ofHours(2);

  private final InMemoryCorrelationStore store = new InMemoryCorrelationStore();

  @Override
  protected CorrelationStore store() {
    return store;
  }

  @Test
  void a_group_is_forgotten_some_time_after_it_stopped_to_matter() {
    put(store, "kept", NOW.plus(KEEP));
    put(store, "old", NOW);

    for (int i = 0; i < 5_000; i++) {
      put(store, "busy", NOW.plus(KEEP).plusSeconds(1));
    }

    assertThat(store.read("old").group()).isEqualTo(Group.EMPTY);
    assertThat(store.read("kept").group().seen()).hasSize(1);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void a_group_that_still_matters_is_kept_however_much_changes() {
    put(store, "old", NOW);

    for (int i = 0; i < 5_000; i++) {
      put(store, "busy", NOW.plus(KEEP));
    }

    assertThat(store.read("old").group().seen()).hasSize(1);
  }

  @Test
  void over_the_limit_the_group_changed_longest_ago_goes_first() {
    InMemoryCorrelationStore small = new InMemoryCorrelationStore(2);
    put(small, "a", NOW);
    put(small, "b", NOW);
    put(small, "a", NOW);

    put(small, "c", NOW);

    assertThat(small.size()).isEqualTo(2);
    assertThat(small.read("b").group()).isEqualTo(Group.EMPTY);
    assertThat(small.read("a").version()).isEqualTo(2);
  }

  private static void put(CorrelationStore store, String key, Instant time) {
    Group group = new Group(List.of(new Seen("e", time, 0, null)), List.of());
    assertThat(store.replace(key, store.read(key).version(), group, time, KEEP)).isTrue();
  }
}
