package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The containment actions on Google Workspace, by name. */
public final class WorkspaceHandlers {
  /** Less than the lease on an action, which is a minute and a half. */
  private static final Duration BUDGET = Duration.ofSeconds(40);

  private WorkspaceHandlers() {}

  /** The handlers; people whom the policy exempts are spared one by one. */
  public static Map<String, ActionHandler> of(
      Directory directory, Progress progress, Policy policy, Clock clock) {
    return Map.of(
        "revoke-app-grant", new RevokeAppGrant(directory),
        "revoke-app-everywhere",
            new RevokeAppEverywhere(directory, progress, policy::exemption, BUDGET, clock),
        "sign-out-user", new SignOutUser(directory));
  }
}
