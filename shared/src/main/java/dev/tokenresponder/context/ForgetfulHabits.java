package dev.tokenresponder.context;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Remembers nothing, so that each event is judged as if it were the first. */
public final class ForgetfulHabits implements Habits {

  @Override
  public History see(
      String subject, String event, Set<String> traits, Instant time, Duration keep) {
    return History.NONE;
  }
}
