package dev.tokenresponder.action;

import java.util.Locale;

/** What policy says shall happen with a planned action. */
public enum Disposition {
  /** Prepare it and record what would happen; change nothing. */
  MONITOR,
  /** Prepare it and wait for a person. */
  APPROVE,
  /** Do it. */
  ENFORCE,
  /** Never do it, for the reason given. */
  REFUSE;

  /** The spelling in messages and output. */
  public String label() {
    return this == REFUSE ? "refused" : name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a label.
   *
   * @throws IllegalArgumentException when there is no such disposition
   */
  public static Disposition of(String label) {
    for (Disposition disposition : values()) {
      if (disposition.label().equals(label)) {
        return disposition;
      }
    }
    throw new IllegalArgumentException("unknown mode '" + label + "'");
  }
}
