package dev.tokenresponder.cli.state;

/** Where the clouds are whose incidents a state file holds; one file never mixes the two. */
public enum Place {
  /** Clouds in memory, which end with the process. */
  MADE_UP,
  /** Clouds, or what answers like them. */
  REAL
}
