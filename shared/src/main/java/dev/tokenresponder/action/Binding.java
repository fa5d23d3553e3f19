package dev.tokenresponder.action;

import dev.tokenresponder.event.Principal;
import java.util.List;
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
   * @param affected who loses something, or whose doing is taken back; an exemption of any of them
   *     forbids the action
   * @param caution why a person must decide, whatever the mode; null when nothing speaks for it
   */
  record Bound(
      String target,
      @Nullable String account,
      Map<String, String> arguments,
      List<Principal> affected,
      @Nullable String caution)
      implements Binding {
    public Bound {
      arguments = Map.copyOf(arguments);
      affected = List.copyOf(affected);
    }
  }

  /** The action would fit but must not be done to this target. */
  record Refused(String target, @Nullable String account, String reason) implements Binding {}
}
