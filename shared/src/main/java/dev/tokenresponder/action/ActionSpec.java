package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An action as data.
 *
 * @param name its name in rules, policy and messages
 * @param function the function that performs it
 * @param containment whether it takes something away; false for telling people
 * @param contains whether a credential is contained when this is done; false for what only prevents
 *     that there are more
 * @param reversible whether what it takes away can be had again without loss: by its undo, or by
 *     the owner alone, signing in or consenting once more
 * @param permissions by system, exactly the permissions its handler needs, in the system's spelling
 * @param does what it does, in a sentence
 * @param undo how to take it back, in a sentence
 * @param example a target it can be done to
 * @param binder finds the target in an event
 */
public record ActionSpec(
    String name,
    String function,
    boolean containment,
    boolean contains,
    boolean reversible,
    Map<String, List<String>> permissions,
    String does,
    String undo,
    String example,
    Function<Subject, List<Binding>> binder) {

  public ActionSpec {
    permissions = Map.copyOf(permissions);
  }

  /** An action that contains what it takes something away from. */
  public ActionSpec(
      String name,
      String function,
      boolean containment,
      boolean reversible,
      Map<String, List<String>> permissions,
      String does,
      String undo,
      String example,
      Function<Subject, List<Binding>> binder) {
    this(
        name,
        function,
        containment,
        containment,
        reversible,
        permissions,
        does,
        undo,
        example,
        binder);
  }

  /** The targets of this action in the subject; none when it is for something else. */
  public List<Binding> bind(Subject subject) {
    return binder.apply(subject);
  }
}
