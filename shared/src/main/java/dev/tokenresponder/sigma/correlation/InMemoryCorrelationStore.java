package dev.tokenresponder.sigma.correlation;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Groups in memory, for local use and tests. Event time is its clock; over the limit, the group
 * that was changed longest ago goes first.
 */
public final class InMemoryCorrelationStore implements CorrelationStore {
  private static final int SWEEP_EVERY = 4_096;

  private final int most;
  private final Map<String, Entry> groups = new LinkedHashMap<>();
  private Instant now = Instant.MIN;
  private int changes;

  private record Entry(Stored stored, Instant expires) {}

  /** Keeps at most 100,000 groups. */
  public InMemoryCorrelationStore() {
    this(100_000);
  }

  /** Keeps at most {@code most} groups. */
  public InMemoryCorrelationStore(int most) {
    this.most = most;
  }

  @Override
  public synchronized Stored read(String key) {
    Entry entry = groups.get(key);
    return entry == null ? new Stored(0, Group.EMPTY) : entry.stored;
  }

  @Override
  public synchronized boolean replace(
      String key, long version, Group group, Instant time, Duration keep) {
    if (read(key).version() != version) {
      return false;
    }
    groups.remove(key);
    groups.put(key, new Entry(new Stored(version + 1, group), time.plus(keep)));
    now = time.isAfter(now) ? time : now;
    if (++changes % SWEEP_EVERY == 0) {
      groups.values().removeIf(entry -> entry.expires.isBefore(now));
    }
    if (groups.size() > most) {
      Iterator<String> eldest = groups.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return true;
  }

  /** How many groups there are. */
  synchronized int size() {
    return groups.size();
  }
}
