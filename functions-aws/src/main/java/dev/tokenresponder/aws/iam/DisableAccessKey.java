package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Disables one access key together with the sessions it made, which would survive it (IAM User
 * Guide, "Disabling permissions for temporary security credentials"). The denial is written first
 * and its statement remembers that the key was active, so that an interrupted run knows on the next
 * what to undo. The undo activates the key again, if it was active, and takes the denial away. No
 * other key of the user is touched.
 */
public final class DisableAccessKey implements ActionHandler, UndoHandler {
  private static final String WAS_ACTIVE = "KeyWasActive";

  private final Iam iam;

  /** Disables in the account of {@code iam}. */
  public DisableAccessKey(Iam iam) {
    this.iam = iam;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Preparation.@Nullable Refused foreign = RevokeSessions.foreign(iam, request);
    if (foreign != null) {
      return foreign;
    }
    String key = request.argument(Arguments.ACCESS_KEY);
    String user = UserTarget.holder(iam, request, key);
    Principal principal = UserTarget.find(iam, request, user);
    boolean active = isActive(user, key);
    Denial denial =
        new Denial(
            request.incident() + (active ? WAS_ACTIVE : ""), InlineDenial.cutoff(request), null);
    InlineDenial inline =
        new InlineDenial(iam, Identity.user(user), request, denial, "any session");
    boolean wasActive = active || inline.sid().endsWith(WAS_ACTIVE);
    Optional<String> there = active ? Optional.empty() : inline.holding();
    Undo undo = undo(inline, there.orElseGet(inline::document), user, key, wasActive);
    if (there.isPresent()) {
      return new Preparation.Unchanged(
          "nothing to change: the key is inactive; " + inline.already(), undo);
    }
    return new Preparation.Ready(new KeyChange(iam, inline, principal, user, key, active, undo));
  }

  /** Looks at the denial before the key is touched: what was changed since is left as it is. */
  @Override
  public String undo(Undo undo, Instant now) {
    DenialRemoval denial = new DenialRemoval(iam, undo);
    String user = denial.identity().name();
    String key = DenialRemoval.data(undo, "access_key_id");
    boolean wasActive = Boolean.parseBoolean(DenialRemoval.data(undo, "was_active"));
    denial.isThere();
    if (wasActive && !isActive(user, key)) {
      iam.enableKey(user, key);
    }
    String removed = denial.remove();
    if (!wasActive) {
      return removed + "; key " + key + " is left as it was before, inactive";
    }
    ReadBack.until(() -> isActive(user, key), "that key " + key + " is active");
    return removed + "; key " + key + " is active";
  }

  private boolean isActive(String user, String key) {
    return iam.keyIsActive(user, key)
        .orElseThrow(
            () -> ActionException.permanent("user " + user + " has no key " + key + " any more"));
  }

  private static Undo undo(
      InlineDenial inline, String document, String user, String key, boolean wasActive) {
    Map<String, String> data = new HashMap<>(inline.undoData(document));
    data.put("access_key_id", key);
    data.put("was_active", String.valueOf(wasActive));
    String activate =
        "aws iam update-access-key --user-name "
            + user
            + " --access-key-id "
            + key
            + " --status Active";
    return new Undo(
        wasActive ? activate + " && " + inline.undoCommand() : inline.undoCommand(), data);
  }

  private record KeyChange(
      Iam iam,
      InlineDenial inline,
      Principal principal,
      String user,
      String key,
      boolean active,
      Undo undo)
      implements Preparation.Change {
    @Override
    public String description() {
      return (active ? "disable key " + key + " of user " + user + " and " : "")
          + "deny everything to the sessions made by user "
          + user;
    }

    /** Where no policy can be put, for want of room or rights, the key is disabled all the same. */
    @Override
    public void apply() {
      ActionException undenied = null;
      try {
        inline.put();
      } catch (ActionException e) {
        if (e.isRetryable()) {
          throw e;
        }
        undenied = e;
      }
      if (active) {
        iam.disableKey(user, key);
      }
      if (undenied != null) {
        throw ActionException.permanent(
            "key " + key + " is inactive, but not the sessions it made: " + undenied.getMessage(),
            undenied);
      }
    }

    @Override
    public String verify() {
      String denied = inline.readBack();
      if (iam.keyIsActive(user, key).orElse(false)) {
        throw ActionException.retryable("key " + key + " still shows as active", null);
      }
      return "read back: key " + key + " is inactive; " + denied.substring("read back: ".length());
    }
  }
}
