package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionHandler;
import java.util.Map;

/** Which handler performs which action of the catalogue: one line for each. */
public final class AwsHandlers {

  private AwsHandlers() {}

  /** The containment actions, in the account of {@code iam}. */
  public static Map<String, ActionHandler> containment(Iam iam) {
    RevokeSessions revoke = new RevokeSessions(iam);
    return Map.of(
        "revoke-role-session", revoke.ofRoleSession(),
        "revoke-role-sessions", revoke.ofRole(),
        "revoke-user-sessions", revoke.ofUser(),
        "disable-access-key", new DisableAccessKey(iam));
  }
}
