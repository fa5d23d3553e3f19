package dev.tokenresponder.event;

import java.util.Locale;

/** Whether the recorded call did what it was asked to do. */
public enum Outcome {
  SUCCESS,
  FAILURE;

  /** The spelling that rules and output use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
