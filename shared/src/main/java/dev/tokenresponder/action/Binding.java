package dev.tokenresponder.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an action would be done to in a given event. */
public sealed interface Binding {

  /**
   * The action fits.
   *
   * @param target what is acted on, as a person would name it
   * @param account the account it is in
   * @param arguments what the handler needs; keys are those of {@link Arguments}
   */
  record Bound(String target, @Nullable String account, Map<String, String> arguments)
      implements Binding {
    public Bound {
      arguments = Map.copyOf(arguments);
    }
  }

  /** The action is for credentials of another kind. */
  record NotApplicable() implements Binding {}

  /** The action would fit but must not be done to this target. */
  record Refused(String target, @Nullable String account, String reason) implements Binding {}
}
