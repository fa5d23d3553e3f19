package dev.tokenresponder.sigma.correlation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one group of a correlation.
 *
 * @param seen the events that count, in the order of their times
 * @param fired when it matched
 */
public record Group(List<Seen> seen, List<Fired> fired) {
  /** The most events of a group that are remembered; the oldest go first. */
  public static final int MOST_SEEN = 1_000;

  /** A group that nothing is known of. */
  public static final Group EMPTY = new Group(List.of(), List.of());

  public Group {
    seen = List.copyOf(seen);
    fired = List.copyOf(fired);
  }

  boolean has(Seen event) {
    return seen.stream().anyMatch(event::isSameAs);
  }

  boolean firedBy(Seen event) {
    return fired.stream().anyMatch(firing -> firing.event().equals(event.event()));
  }

  /** Whether it matched so near in time that one more match tells nothing new. */
  boolean firedNear(Instant time, Duration span) {
    return fired.stream().anyMatch(f -> Duration.between(f.time(), time).abs().compareTo(span) < 0);
  }

  /** With one more event, and without what is too old for any window that can still change. */
  Group with(Seen event, Duration span) {
    List<Seen> all = new ArrayList<>(seen);
    all.add(event);
    all.sort(Comparator.comparing(Seen::time).thenComparing(Seen::rule).thenComparing(Seen::event));
    Instant horizon = all.get(all.size() - 1).time().minus(span.multipliedBy(2));
    all.removeIf(old -> old.time().isBefore(horizon));
    int surplus = Math.max(0, all.size() - MOST_SEEN);
    List<Fired> recent = new ArrayList<>(fired);
    recent.removeIf(old -> old.time().isBefore(horizon));
    return new Group(all.subList(surplus, all.size()), recent);
  }

  Group withFired(Seen event) {
    List<Fired> all = new ArrayList<>(fired);
    all.add(new Fired(event.event(), event.time()));
    return new Group(seen, all);
  }

  /** When the newest event happened. */
  Optional<Instant> newest() {
    return seen.isEmpty() ? Optional.empty() : Optional.of(seen.get(seen.size() - 1).time());
  }
}
