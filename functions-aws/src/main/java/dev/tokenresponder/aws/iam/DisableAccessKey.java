package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Disables one access key together with the sessions it made, which would survive it (IAM User
 * Guide, "Disabling permissions for temporary security credentials"). The denial is written first
 * and its statement remembers that the key was active, so that an interrupted run knows on the next
 * what to undo. No other key of the user is touched.
 */
public final class DisableAccessKey implements ActionHandler {
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
    String user = user(request, key);
    boolean active = iam.keyIsActive(user, key).orElse(false);
    Denial denial =
        new Denial(
            request.incident() + (active ? WAS_ACTIVE : ""),
            InlineDenial.time(request.argument(Arguments.ISSUED_BEFORE)),
            null);
    InlineDenial inline =
        new InlineDenial(iam, Identity.user(user), request, denial, "any session");
    boolean wasActive = active || inline.sid().endsWith(WAS_ACTIVE);
    Undo undo = undo(inline, user, key, wasActive);
    if (!active && inline.holds()) {
      return new Preparation.Unchanged(
          "nothing to change: the key is inactive; " + inline.already(), undo);
    }
    return new Preparation.Ready(new KeyChange(iam, inline, user, key, active, undo));
  }

  private String user(ActionRequest request, String key) {
    String named = request.arguments().get(Arguments.USER);
    if (named != null) {
      return named;
    }
    return iam.userOfKey(key)
        .orElseThrow(
            () ->
                ActionException.permanent(
                    "no user of account " + iam.account() + " has key " + key));
  }

  private static Undo undo(InlineDenial inline, String user, String key, boolean wasActive) {
    Map<String, String> data = new HashMap<>(inline.undoData());
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
      Iam iam, InlineDenial inline, String user, String key, boolean active, Undo undo)
      implements Preparation.Change {
    @Override
    public Principal principal() {
      String arn = "arn:aws:iam::" + iam.account() + ":user/" + user;
      return new Principal(PrincipalType.USER, null, user, iam.account(), arn);
    }

    @Override
    public String description() {
      return (active ? "disable key " + key + " of user " + user + " and " : "")
          + "deny everything to the sessions made by user "
          + user;
    }

    @Override
    public void apply() {
      inline.put();
      if (active) {
        iam.disableKey(user, key);
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
