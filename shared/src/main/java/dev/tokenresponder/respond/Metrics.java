package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome.Status;
import java.time.Duration;
import java.time.Instant;

/**
 * Is told what the functions do, for charts and alarms. Nothing that it is told is secret, or was
 * chosen by whoever caused an event. A method never throws: no action fails for a number.
 */
public interface Metrics {
  /** Tells nobody. */
  Metrics NONE = new Metrics() {};

  /**
   * An event was judged.
   *
   * @param source the audit log, as in {@link dev.tokenresponder.event.TokenEvent#source}
   * @param age how long ago it happened
   */
  default void judged(String source, Duration age) {}

  /** An incident was opened. */
  default void opened() {}

  /** It was recorded how an action ended; asked for again after that, it does not end again. */
  default void ended(Status status) {}

  /**
   * Something was taken away, and read back.
   *
   * @param time since the event that it was taken away for
   */
  default void contained(Duration time) {}

  /** The time between two clocks' instants, which may disagree: never negative. */
  static Duration between(Instant event, Instant now) {
    return now.isBefore(event) ? Duration.ZERO : Duration.between(event, now);
  }

  /** A time as metrics and logs give it: in seconds, to the millisecond. */
  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
