package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes one denial away, and only as long as it says what was written. One that is gone already is
 * what is wanted.
 */
interface DenialRemoval {

  /**
   * Changes nothing.
   *
   * @throws ActionException as permanent when the denial was changed since
   */
  void check();

  /** Takes the denial away if it is there. */
  String remove();

  /**
   * Reads what an outcome holds. Earlier releases wrote a policy for each action, and what they
   * left is still taken back.
   *
   * @throws ActionException as permanent when that is not enough, or about another account
   */
  static DenialRemoval of(Iam iam, Pace pace, Undo undo) {
    String account = data(undo, "account");
    if (!account.equals(iam.account())) {
      throw ActionException.permanent(
          "it was done in account "
              + account
              + ", these credentials are for account "
              + iam.account());
    }
    Identity identity = new Identity(kind(data(undo, "kind")), data(undo, "name"));
    if (!undo.data().containsKey("statement")) {
      return new PolicyRemoval(iam, identity, data(undo, "policy"), data(undo, "document"));
    }
    return of(new OwnPolicy(iam, identity), pace, undo);
  }

  /**
   * The same where the place is known.
   *
   * @throws ActionException as permanent when the outcome does not hold enough
   */
  static DenialRemoval of(PolicyPlace place, Pace pace, Undo undo) {
    List<Owner> owners = Owner.of(data(undo, "statement"));
    if (owners.size() != 1) {
      throw ActionException.permanent("the id of the statement is none of the responder's");
    }
    Denial written =
        Denial.of(owners.get(0), time(data(undo, "cutoff")), undo.data().get("session"));
    return new StatementRemoval(place, new ManagedPolicy(place, pace), written);
  }

  /** A piece of what was written down when it was done. */
  static String data(Undo undo, String name) {
    String value = undo.data().get(name);
    if (value == null) {
      throw ActionException.permanent(
          "it is not known what exactly was done: '" + name + "' is missing");
    }
    return value;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ActionException.permanent("it is not known when it was done: '" + text + "'", e);
    }
  }

  private static Identity.Kind kind(String name) {
    for (Identity.Kind kind : Identity.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw ActionException.permanent("it is not known what a " + name + " is");
  }

  /** What one action counts on in a policy. */
  record StatementRemoval(PolicyPlace place, ManagedPolicy policy, Denial written)
      implements DenialRemoval {
    @Override
    public void check() {
      unchanged();
    }

    @Override
    public String remove() {
      PolicyDocument left = policy.remove(owner(), this::unchanged);
      Optional<String> still =
          PolicyCheck.denying(
              left,
              written.userIds().isEmpty() ? "any session" : written.userIds().get(0),
              written.cutoff().minusSeconds(1));
      return "read back: the denial is not on "
          + place.holder()
          + still.map(by -> "; the session is still denied, by " + by).orElse("");
    }

    private Owner owner() {
      return written.owners().get(0);
    }

    private PolicyDocument unchanged() {
      PolicyDocument there = policy.read();
      if (there.names(owner()) && (there.problem() != null || !isAsWritten(there))) {
        throw ActionException.permanent(
            "the denial in "
                + place
                + " was changed since; look at it, and take statement "
                + owner()
                + " out by hand");
      }
      return there;
    }

    /** One that came together with others, for them or for want of room, denies no less. */
    private boolean isAsWritten(PolicyDocument there) {
      return there
          .of(owner())
          .filter(found -> found.covers(written))
          .filter(found -> found.owners().size() > 1 || isItsOwn(found))
          .isPresent();
    }

    private boolean isItsOwn(Denial found) {
      return found.owners().get(0).covered() || found.isAsWideAs(written);
    }
  }

  /** A policy of one action alone. */
  record PolicyRemoval(Iam iam, Identity identity, String policyName, String document)
      implements DenialRemoval {
    @Override
    public void check() {
      isThere();
    }

    @Override
    public String remove() {
      if (isThere()) {
        iam.deletePolicy(identity, policyName);
      }
      ReadBack.until(
          () -> iam.policy(identity, policyName).isEmpty(),
          "that policy " + policyName + " is gone");
      return "read back: policy " + policyName + " is not on " + identity;
    }

    private boolean isThere() {
      Optional<String> current = iam.policy(identity, policyName);
      if (current.isPresent()
          && !PolicyDocument.read(current.get())
              .statements()
              .equals(PolicyDocument.read(document).statements())) {
        throw ActionException.permanent(
            "policy "
                + policyName
                + " on "
                + identity
                + " was changed since; look at it, and delete it by hand");
      }
      return current.isPresent();
    }
  }
}
