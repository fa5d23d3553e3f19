package dev.tokenresponder.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaCollection;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.correlation.CorrelationStore.Stored;
import dev.tokenresponder.sigma.correlation.Correlator.Hit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of correlations promises. */
public abstract class CorrelationStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration KEEP = Duration.ofHours(2);
  private static final int EVENTS = 60;

  private final String key = "h" + UUID.randomUUID();

  protected abstract CorrelationStore store();

  /** How many callers at once the store is tried with. */
  protected int workers() {
    return 2;
  }

  @Test
  void a_group_that_is_not_there_reads_as_empty_and_of_version_0() {
    assertThat(store().read(key)).isEqualTo(new Stored(0, Group.EMPTY));
  }

  @Test
  void a_group_is_replaced_at_the_version_it_was_read() {
    CorrelationStore store = store();

    assertThat(replace(store, key, 0, group("e-1"))).isTrue();
    Stored first = store.read(key);
    assertThat(replace(store, key, first.version(), group("e-2"))).isTrue();

    assertThat(first.group()).isEqualTo(group("e-1"));
    assertThat(store.read(key).group()).isEqualTo(group("e-2"));
    assertThat(store.read(key).version()).isNotIn(0L, first.version());
  }

  @Test
  void a_group_is_not_replaced_at_any_other_version() {
    CorrelationStore store = store();
    assertThat(replace(store, key, 7, group("e-0"))).isFalse();
    assertThat(store.read(key)).isEqualTo(new Stored(0, Group.EMPTY));
    replace(store, key, 0, group("e-1"));
    long old = store.read(key).version();
    replace(store, key, old, group("e-2"));
    Stored current = store.read(key);

    assertThat(replace(store, key, 0, group("e-3"))).isFalse();
    assertThat(replace(store, key, old, group("e-3"))).isFalse();
    assertThat(replace(store, key, current.version() + 1, group("e-3"))).isFalse();

    assertThat(store.read(key)).isEqualTo(current);
  }

  @Test
  void a_group_comes_back_exactly_as_it_was_written() {
    CorrelationStore store = store();
    Group group =
        new Group(
            List.of(
                new Seen("h0", NOW, 0, null),
                new Seen("h1", NOW.plusNanos(1), 1, ""),
                new Seen("h2", NOW.plusNanos(123_456_789), 12, "a|b||c|"),
                new Seen("h3", NOW.plusMillis(500), 2, "|"),
                new Seen("h4", NOW.plusSeconds(1), 0, "-1.50E+3"),
                new Seen("h5", NOW.plusSeconds(2), 0, "é\n\"\\ 🙂")),
            List.of(new Fired("h1", NOW.plusNanos(1)), new Fired("h5", NOW.plusSeconds(2))));

    replace(store, key, 0, group);

    assertThat(store.read(key).group()).isEqualTo(group);
  }

  @Test
  void a_group_of_the_most_events_with_the_longest_values_comes_back() {
    CorrelationStore store = store();
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < Group.MOST_SEEN; i++) {
      seen.add(
          new Seen("h%030d".formatted(i), NOW.plusNanos(1_000_000L * i + i), i, "9".repeat(100)));
    }
    Group group = new Group(seen, List.of());

    assertThat(replace(store, key, 0, group)).isTrue();

    assertThat(store.read(key).group()).isEqualTo(group);
  }

  @Test
  void groups_of_different_keys_have_nothing_to_do_with_each_other() {
    CorrelationStore store = store();
    String other = key + "-other";

    replace(store, key, 0, group("e-1"));
    assertThat(store.read(other)).isEqualTo(new Stored(0, Group.EMPTY));
    replace(store, other, 0, group("e-2"));

    assertThat(store.read(key).group()).isEqualTo(group("e-1"));
    assertThat(store.read(other).group()).isEqualTo(group("e-2"));
  }

  @Test
  void of_many_events_at_once_none_is_lost_and_the_last_one_completes() throws Exception {
    assertThat(completions(store(), EVENTS, EVENTS)).hasSize(1);
  }

  @Test
  void of_many_events_at_once_exactly_one_completes() throws Exception {
    assertThat(completions(store(), EVENTS, 5)).hasSize(1);
  }

  @Test
  void the_event_that_completed_completes_again_when_it_comes_again_and_no_other_does()
      throws Exception {
    CorrelationStore store = store();
    List<String> completed = completions(store, 10, 5);

    assertThat(completions(store, 10, 5)).isEqualTo(completed).hasSize(1);
  }

  /** The events that completed the correlation. */
  private List<String> completions(CorrelationStore store, int events, int wanted)
      throws Exception {
    SigmaCollection collection =
        SigmaCollection.of(List.of(SigmaParser.read("r", rules(wanted), Map.of())));
    Correlator correlator = new Correlator(collection);
    Hit hit =
        new Hit(collection.rules().get(0), new JsonView(JsonNodeFactory.instance.objectNode()));
    List<Callable<List<Hit>>> calls =
        IntStream.range(0, events)
            .<Callable<List<Hit>>>mapToObj(
                i ->
                    () -> correlator.observe(List.of(hit), "e-" + i, NOW.plusMillis(i), key, store))
            .toList();
    ExecutorService pool = Executors.newFixedThreadPool(workers());
    try {
      List<String> completed = new ArrayList<>();
      List<Future<List<Hit>>> futures = pool.invokeAll(calls);
      for (int i = 0; i < events; i++) {
        if (!futures.get(i).get().isEmpty()) {
          completed.add("e-" + i);
        }
      }
      return completed;
    } finally {
      pool.shutdownNow();
    }
  }

  private static String rules(int wanted) {
    return """
        {title: One, id: one, level: low, logsource: {category: any},
         detection: {s: {a: b}, condition: s}}
        ---
        {title: Many, id: many, level: high,
         correlation: {type: event_count, rules: [one], timespan: 1h, condition: {gte: %d}}}
        """
        .formatted(wanted);
  }

  private static boolean replace(CorrelationStore store, String key, long version, Group group) {
    return store.replace(key, version, group, NOW, KEEP);
  }

  private static Group group(String event) {
    return new Group(List.of(new Seen(event, NOW, 0, "v")), List.of(new Fired(event, NOW)));
  }
}
