package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The containment actions on IAM, by name. */
public final class IamHandlers {

  private IamHandlers() {}

  /**
   * The handlers.
   *
   * @param tokenLifetime how long a token of a service account may live
   */
  public static Map<String, ActionHandler> of(
      ServiceAccounts accounts, Policies policies, Duration tokenLifetime, Clock clock) {
    return Map.of(
        "disable-service-account-key", new DisableServiceAccountKey(accounts, clock),
        "disable-service-account", new DisableServiceAccount(accounts, tokenLifetime, clock),
        "close-impersonation", new CloseImpersonation(policies),
        "withdraw-role-grant", new WithdrawRoleGrant(policies));
  }
}
