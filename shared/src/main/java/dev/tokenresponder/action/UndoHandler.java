package dev.tokenresponder.action;

import java.time.Instant;

/** Takes back what one action did, by the data that its outcome holds. */
@FunctionalInterface
public interface UndoHandler {

  /**
   * Takes the action back; doing so twice is the same as once.
   *
   * @return what was read back, in a sentence
   * @throws ActionException as permanent, with the reason, when that is not safe or not possible
   */
  String undo(Undo undo, Instant now);
}
