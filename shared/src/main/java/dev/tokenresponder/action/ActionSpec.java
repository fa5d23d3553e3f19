package dev.tokenresponder.action;

import java.util.List;
import java.util.function.Function;

/**
 * An action as data.
 *
 * @param name its name in rules, policy and messages
 * @param function the function that performs it
 * @param system where it acts
 * @param containment whether it takes something away; false for telling people
 * @param reversible whether its undo restores the state before
 * @param permissions exactly the permissions its handler needs, in the system's own spelling
 * @param does what it does, in a sentence
 * @param undo how to take it back, in a sentence
 * @param example a target it can be done to
 * @param binder finds the target in an event
 */
public record ActionSpec(
    String name,
    String function,
    String system,
    boolean containment,
    boolean reversible,
    List<String> permissions,
    String does,
    String undo,
    String example,
    Function<Subject, Binding> binder) {

  public ActionSpec {
    permissions = List.copyOf(permissions);
  }

  /** The target of this action in the subject. */
  public Binding bind(Subject subject) {
    return binder.apply(subject);
  }
}
