package dev.tokenresponder.context;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Habits in memory; over the limit, the subject seen longest ago goes first. */
public final class InMemoryHabits implements Habits {
  private final int most;
  private final Map<String, Entry> subjects;

  private record Entry(History history, Instant expires) {}

  /** Keeps at most 10,000 subjects. */
  public InMemoryHabits() {
    this(10_000);
  }

  /** Keeps at most {@code most} subjects. */
  public InMemoryHabits(int most) {
    this.most = most;
    this.subjects =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > InMemoryHabits.this.most;
          }
        };
  }

  @Override
  public synchronized History see(
      String subject, String event, Set<String> traits, Instant time, Duration keep) {
    Entry entry = subjects.get(subject);
    boolean known = entry != null && !entry.expires.isBefore(time);
    History before = known ? entry.history : History.NONE;
    Instant since = before.since();
    Map<String, Trait> after = new HashMap<>(before.traits());
    for (String trait : traits) {
      after.merge(
          trait, new Trait(event, time), (old, seen) -> new Trait(old.firstEvent(), seen.last()));
    }
    forget(after, traits);
    Instant expires = time.plus(keep);
    if (known && entry.expires.isAfter(expires)) {
      expires = entry.expires;
    }
    subjects.put(subject, new Entry(new History(since == null ? time : since, after), expires));
    return before;
  }

  /** Those of the current event stay. */
  private static void forget(Map<String, Trait> traits, Set<String> now) {
    traits.entrySet().stream()
        .filter(entry -> !now.contains(entry.getKey()))
        .sorted(Comparator.comparing(entry -> entry.getValue().last()))
        .limit(Math.max(0, traits.size() - MOST))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(traits::remove);
  }

  /** How many subjects there are. */
  synchronized int size() {
    return subjects.size();
  }
}
