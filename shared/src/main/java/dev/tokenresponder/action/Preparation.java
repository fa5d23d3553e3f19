package dev.tokenresponder.action;

import dev.tokenresponder.event.Principal;
import java.util.List;

/** What a handler found when it looked at the target, before anything is changed. */
public sealed interface Preparation {

  /** The target must not be changed. */
  record Refused(String reason) implements Preparation {}

  /**
   * The target already is as the action would leave it.
   *
   * @param undo nothing, unless only the responder can have made it so: what somebody else did is
   *     not for the owner to take back
   */
  record Unchanged(String reason, Undo undo) implements Preparation {}

  /** The change can be made. */
  record Ready(Change change) implements Preparation {}

  /** One change, ready to be made. */
  interface Change {

    /** Whom it is made to, as the system itself names them; exemptions are checked against it. */
    Principal principal();

    /** Who else must not be exempt, such as whose doing it takes back. */
    default List<Principal> alsoAffected() {
      return List.of();
    }

    /**
     * Whether the change itself stands already and is only not in effect everywhere. Then nobody
     * took it away.
     */
    default boolean stands() {
      return false;
    }

    /** What it would do, in a sentence. */
    String description();

    /** How to take it back, known before it is made. */
    Undo undo();

    /**
     * Makes the change; making it twice is the same as once.
     *
     * @throws ActionException when it cannot be made
     */
    void apply();

    /**
     * Reads the target back.
     *
     * @return what was read, in a sentence
     * @throws ActionException when the change is not there
     */
    String verify();
  }
}
