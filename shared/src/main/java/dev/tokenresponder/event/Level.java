package dev.tokenresponder.event;

import java.util.Locale;
import java.util.Optional;

/** How serious a finding is; the order is the order of seriousness. */
public enum Level {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The spelling that rules, policy and output use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a label; empty when there is no such level. */
  public static Optional<Level> of(String label) {
    for (Level level : values()) {
      if (level.label().equals(label)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
