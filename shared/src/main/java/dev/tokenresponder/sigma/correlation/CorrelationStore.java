package dev.tokenresponder.sigma.correlation;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the groups of correlations. A group changes by reading it, and replacing it unless somebody
 * else did so meanwhile; so of two that would complete a correlation at once, exactly one does.
 */
public interface CorrelationStore {

  /**
   * A group as it was read.
   *
   * @param version changes with each replacement; 0 for a group that is not there
   */
  record Stored(long version, Group group) {}

  /**
   * Reads a group; an empty one of version 0 when there is none.
   *
   * @throws RuntimeException when the store cannot be reached
   */
  Stored read(String key);

  /**
   * Replaces a group if it still has the version.
   *
   * @param time when the newest event happened, the clock of stores that forget by event time
   * @param keep how long the group matters from then on; it may be forgotten afterwards
   * @return false when somebody else has replaced it meanwhile; then nothing is changed
   * @throws RuntimeException when the store cannot be reached
   */
  boolean replace(String key, long version, Group group, Instant time, Duration keep);
}
