package dev.tokenresponder.action;

import java.time.Instant;
import java.util.Locale;

/**
 * What became of an action.
 *
 * @param reason why, or what was read back
 */
public record ActionOutcome(ActionKey key, Status status, String reason, Undo undo, Instant at) {

  /** The same outcome with another undo. */
  public ActionOutcome withUndo(Undo other) {
    return new ActionOutcome(key, status, reason, other, at);
  }

  /**
   * Whether it holds whatever is asked for: an action is done once, and not again after an undo.
   */
  public boolean isFinal() {
    return status == Status.DONE || status == Status.UNDONE;
  }

  /** Whether there is something that can be taken back. */
  public boolean canBeUndone() {
    return status != Status.UNDONE && !undo.equals(Undo.NOTHING);
  }

  /** What a person can run to take it back; empty when there is nothing, or nothing any more. */
  public String undoCommand() {
    return status == Status.UNDONE ? "" : undo.command();
  }

  /** How it ended. */
  public enum Status {
    /** The change was made, or was there already, and was read back. */
    DONE,
    /** It would have been made; the mode is monitor. */
    PLANNED,
    /** It waits for a person. */
    HELD,
    /** It must not be made. */
    REFUSED,
    /** It could not be made. */
    FAILED,
    /** A person took it back. */
    UNDONE;

    /** The spelling in output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
