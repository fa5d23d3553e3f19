package dev.tokenresponder.connectors.inbound;

import dev.tokenresponder.action.ActionException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Remembers in this process, of bounded size; when it is full, nothing is taken. */
public final class InMemoryReplayGuard implements ReplayGuard {
  private static final int MOST = 100_000;

  private final Clock clock;
  private final int most;
  private final Map<String, Instant> claimed = new HashMap<>();

  public InMemoryReplayGuard(Clock clock) {
    this(clock, MOST);
  }

  InMemoryReplayGuard(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  @Override
  public boolean once(String key, Instant until, Runnable work) {
    if (!claim(key, until)) {
      return false;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      release(key);
      throw e;
    }
    return true;
  }

  private synchronized boolean claim(String key, Instant until) {
    Instant now = clock.instant();
    Instant before = claimed.get(key);
    if (before != null && !before.isBefore(now)) {
      return false;
    }
    if (claimed.size() >= most) {
      claimed.values().removeIf(end -> end.isBefore(now));
    }
    if (claimed.size() >= most) {
      throw ActionException.retryable("too much was taken of late", null);
    }
    claimed.put(key, until);
    return true;
  }

  private synchronized void release(String key) {
    claimed.remove(key);
  }
}
