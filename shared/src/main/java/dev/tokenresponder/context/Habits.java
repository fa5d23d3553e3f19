package dev.tokenresponder.context;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what each credential or principal was seen with: addresses, programs, applications. It
 * keeps digests only, at most {@value #MOST} a subject, and forgets by time.
 */
public interface Habits {
  /** The most traits kept of one subject; beyond, those seen longest ago go. */
  int MOST = 50;

  /**
   * What was known of a subject before.
   *
   * @param since when it was first seen; null when it never was
   * @param traits by key
   */
  record History(@Nullable Instant since, Map<String, Trait> traits) {
    /** Nothing is known. */
    public static final History NONE = new History(null, Map.of());

    public History {
      traits = Map.copyOf(traits);
    }
  }

  /**
   * A trait that was seen.
   *
   * @param firstEvent the id of the event that first showed it, so that the same event, delivered
   *     again, is judged the same
   * @param last when it was last seen
   */
  record Trait(String firstEvent, Instant last) {}

  /**
   * Notes that a subject was seen, and answers what was known before. Of two at once, each sees the
   * other or not; none is lost.
   *
   * @param subject who or what was seen
   * @param event the id of the event that shows it
   * @param traits keys of at most 64 letters, digits and underscores
   * @param time when it happened
   * @param keep how long to remember it
   * @throws RuntimeException when the store cannot be reached
   */
  History see(String subject, String event, Set<String> traits, Instant time, Duration keep);
}
