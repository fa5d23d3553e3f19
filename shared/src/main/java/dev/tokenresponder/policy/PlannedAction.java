package dev.tokenresponder.policy;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Disposition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of the plan: which action, to what, and what policy says of it. */
public record PlannedAction(
    ActionSpec action,
    String target,
    @Nullable String account,
    Map<String, String> arguments,
    Disposition mode,
    String reason) {

  public PlannedAction {
    arguments = Map.copyOf(arguments);
  }

  /** The same for another reason. */
  PlannedAction because(String other) {
    return new PlannedAction(action, target, account, arguments, mode, other);
  }

  /** The same, waiting for a person: whoever it was made from is to be left alone. */
  PlannedAction ofAnExemptParent() {
    return mode == Disposition.ENFORCE
        ? new PlannedAction(
            action,
            target,
            account,
            arguments,
            Disposition.APPROVE,
            "made from one that is exempt, so a person must decide: " + reason)
        : this;
  }
}
