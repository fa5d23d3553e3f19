package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one denial away: the inline policy of one incident, and only as long as it says what was
 * written. One that is gone already is what is wanted.
 */
final class DenialRemoval {
  private final Iam iam;
  private final Identity identity;
  private final String policyName;
  private final String document;

  /**
   * Reads what an outcome holds.
   *
   * @throws ActionException as permanent when that is not enough, or about another account
   */
  DenialRemoval(Iam iam, Undo undo) {
    String account = data(undo, "account");
    if (!account.equals(iam.account())) {
      throw ActionException.permanent(
          "it was done in account "
              + account
              + ", these credentials are for account "
              + iam.account());
    }
    this.iam = iam;
    this.identity = new Identity(kind(data(undo, "kind")), data(undo, "name"));
    this.policyName = data(undo, "policy");
    this.document = data(undo, "document");
  }

  static Map<String, String> data(
      String account, Identity identity, String policyName, String document) {
    return Map.of(
        "account", account,
        "kind", identity.kind().name(),
        "name", identity.name(),
        "policy", policyName,
        "document", document);
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

  private static Identity.Kind kind(String name) {
    for (Identity.Kind kind : Identity.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw ActionException.permanent("it is not known what a " + name + " is");
  }

  Identity identity() {
    return identity;
  }

  /**
   * Changes nothing.
   *
   * @return whether the policy is there as it was written
   * @throws ActionException as permanent when it is there and says something else
   */
  boolean isThere() {
    Optional<String> current = iam.policy(identity, policyName);
    if (current.isPresent() && !Denial.isSame(current.get(), document)) {
      throw ActionException.permanent(
          "policy "
              + policyName
              + " on "
              + identity
              + " was changed since; look at it, and delete it by hand");
    }
    return current.isPresent();
  }

  /** Deletes the policy if it is there. */
  String remove() {
    if (isThere()) {
      iam.deletePolicy(identity, policyName);
    }
    ReadBack.until(
        () -> iam.policy(identity, policyName).isEmpty(), "that policy " + policyName + " is gone");
    return "read back: policy " + policyName + " is not on " + identity;
  }
}
