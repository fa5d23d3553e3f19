package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ReadBack;
import java.util.function.UnaryOperator;

/**
 * Read, change, write, again when somebody else was faster (IAM, "Using etags in a policy"): what
 * others change at the same time is never lost.
 */
final class PolicyEdit {
  private static final int TRIES = 6;
  private static final long PAUSE_MILLIS = 100;

  private PolicyEdit() {}

  /**
   * Changes a policy.
   *
   * @throws ActionException as retryable when others keep changing it
   */
  static void apply(Policies policies, String of, UnaryOperator<PolicyDocument> change) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      PolicyDocument before = policies.read(of);
      PolicyDocument after = change.apply(before);
      if (after.bindings().equals(before.bindings())) {
        return;
      }
      if (before.etag() == null || before.etag().isEmpty()) {
        throw ActionException.retryable(
            "the policy of " + of + " came without an etag, so it is not written", null);
      }
      if (policies.replace(of, after)) {
        return;
      }
      ReadBack.pause(PAUSE_MILLIS << attempt);
    }
    throw ActionException.retryable("the policy of " + of + " is being changed by others", null);
  }
}
