package dev.tokenresponder.action;

import java.util.Map;

/**
 * How to take an action back.
 *
 * @param command what a person can run; empty when there is nothing to undo
 * @param data what a program needs for the same
 */
public record Undo(String command, Map<String, String> data) {
  /** There is nothing to take back. */
  public static final Undo NOTHING = new Undo("", Map.of());

  public Undo {
    data = Map.copyOf(data);
  }
}
