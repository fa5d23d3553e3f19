package dev.tokenresponder.sigma.correlation;

import java.time.Duration;
import java.time.Instant;

/** Remembers nothing, so that each event is judged as if it were the first. */
public final class ForgetfulCorrelationStore implements CorrelationStore {

  @Override
  public Stored read(String key) {
    return new Stored(0, Group.EMPTY);
  }

  @Override
  public boolean replace(String key, long version, Group group, Instant time, Duration keep) {
    return true;
  }
}
