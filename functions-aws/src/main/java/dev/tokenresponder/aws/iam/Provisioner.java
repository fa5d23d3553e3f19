package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.aws.iam.IdentityCenter.PermissionSet;
import dev.tokenresponder.aws.iam.IdentityCenter.Progress;
import dev.tokenresponder.aws.iam.IdentityCenter.Provisioning;

/** Brings the role that an account has of a permission set up to it. */
record Provisioner(IdentityCenter center, PermissionSet set, String account, Pace pace) {
  private static final int TRIES = 10;

  /**
   * Provisions, unless the account has the permission set as it is.
   *
   * @return what was read back
   * @throws ActionException as retryable when it takes longer than half a minute
   */
  String provision() {
    if (!center.isProvisioned(set, account)) {
      finish(center.provision(set, account));
    }
    return check();
  }

  /** Reads back. */
  String check() {
    ReadBack.until(() -> center.isProvisioned(set, account), "that " + name() + " is provisioned");
    return name() + " is provisioned";
  }

  private void finish(Provisioning begun) {
    Provisioning now = begun;
    for (int attempt = 0; now.progress() == Progress.IN_PROGRESS; attempt++) {
      if (attempt == TRIES) {
        throw ActionException.retryable(name() + " is still being provisioned", null);
      }
      pace.settle(attempt);
      now = center.provisioning(begun.id());
    }
    if (now.progress() == Progress.FAILED) {
      throw ActionException.permanent(
          name() + " could not be provisioned: " + (now.reason() == null ? "?" : now.reason()));
    }
  }

  private String name() {
    return "permission set " + set.name() + " to account " + account;
  }
}
