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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Disables one access key together with the sessions it made, which would survive it (IAM User
 * Guide, "Disabling permissions for temporary security credentials"). The denial is written first
 * and its statement remembers that the key was active, so that an interrupted run knows on the next
 * what to undo. The undo activates the key again, if it was active, and takes the denial away. No
 * other key of the user is touched.
 */
public final class DisableAccessKey implements ActionHandler, UndoHandler {
  private final Iams iams;
  private final Pace pace;

  /** Disables in the account of {@code iam}. */
  public DisableAccessKey(Iam iam) {
    this(Iams.only(iam), Pace.SHARED);
  }

  /** Disables in the accounts of {@code iams}. */
  public DisableAccessKey(Iams iams, Pace pace) {
    this.iams = iams;
    this.pace = pace;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Iam> account = iams.in(request.account());
    if (account.isEmpty()) {
      return RevokeSessions.foreign(iams, request);
    }
    Iam iam = account.get();
    String key = request.argument(Arguments.ACCESS_KEY);
    String user = UserTarget.holder(iam, request, key);
    Principal principal = UserTarget.find(iam, request, user);
    boolean active = isActive(iam, user, key);
    PolicyPlace place = new OwnPolicy(iam, Identity.user(user));
    boolean wasActive =
        InlineDenial.keyWasActive(place, Owner.of(request, null, false)).orElse(active);
    Denial denial =
        Denial.of(Owner.of(request, null, wasActive), InlineDenial.cutoff(request), null);
    InlineDenial inline =
        new InlineDenial(place, pace, request, denial, "any session", Optional::empty);
    Optional<Denial> there = active ? Optional.empty() : inline.holding();
    Undo undo = undo(inline, there.orElse(denial), user, key, wasActive);
    if (there.isPresent()) {
      return new Preparation.Unchanged(
          "nothing to change: the key is inactive; " + inline.already(), undo);
    }
    return new Preparation.Ready(new KeyChange(iam, inline, principal, user, key, active, undo));
  }

  /**
   * Looks at the denial before the key is touched: what was changed since is left as it is, and the
   * key inactive while the denial is there that another incident wrote when it disabled the key.
   */
  @Override
  public String undo(Undo undo, Instant now) {
    Iam iam = RevokeSessions.account(iams, undo);
    DenialRemoval denial = DenialRemoval.of(iam, pace, undo);
    String user = DenialRemoval.data(undo, "name");
    String key = DenialRemoval.data(undo, "access_key_id");
    boolean wasActive = Boolean.parseBoolean(DenialRemoval.data(undo, "was_active"));
    denial.check();
    if (wasActive && !isActive(iam, user, key)) {
      mustBeNobodyElses(iam, user, key, Owner.of(undo.data().getOrDefault("statement", "")));
      iam.enableKey(user, key);
    }
    String removed = denial.remove();
    if (!wasActive) {
      return removed + "; key " + key + " is left as it was before, inactive";
    }
    ReadBack.until(() -> isActive(iam, user, key), "that key " + key + " is active");
    return removed + "; key " + key + " is active";
  }

  private void mustBeNobodyElses(Iam iam, String user, String key, List<Owner> own) {
    new ManagedPolicy(new OwnPolicy(iam, new Identity(Identity.Kind.USER, user)), pace)
        .read().owners().stream()
            .filter(owner -> own.stream().anyMatch(owner::isRival))
            .findFirst()
            .ifPresent(
                other -> {
                  throw ActionException.permanent(
                      "key "
                          + key
                          + " stays inactive, for another incident has it disabled too; take that"
                          + " one back first: "
                          + other.incident().replaceFirst("^inc([0-9]{8})", "inc-$1-"));
                });
  }

  private static boolean isActive(Iam iam, String user, String key) {
    return iam.keyIsActive(user, key)
        .orElseThrow(
            () -> ActionException.permanent("user " + user + " has no key " + key + " any more"));
  }

  private static Undo undo(
      InlineDenial inline, Denial written, String user, String key, boolean wasActive) {
    Map<String, String> data = new HashMap<>(inline.undoData(written));
    data.put("access_key_id", key);
    data.put("was_active", String.valueOf(wasActive));
    String activate =
        "aws iam update-access-key --user-name "
            + user
            + " --access-key-id "
            + key
            + " --status Active";
    return new Undo(
        wasActive ? activate + " && " + inline.undoCommand(written) : inline.undoCommand(written),
        data);
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
