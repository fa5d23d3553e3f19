package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ActionHandler;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which handler performs which action of the catalogue: one line for each. */
public final class AwsHandlers {

  private AwsHandlers() {}

  /** The containment actions, in an account where nobody else is at work. */
  public static Map<String, ActionHandler> containment(Iam iam) {
    return containment(iam, Optional.empty());
  }

  /**
   * The same.
   *
   * @param center the instance of IAM Identity Center that the account's permission sets are from
   */
  public static Map<String, ActionHandler> containment(Iam iam, Optional<IdentityCenter> center) {
    return containment(Iams.only(iam), () -> center, Pace.ALONE, Widening.ALLOWED);
  }

  /**
   * The containment actions.
   *
   * @param iams where
   * @param centers the instance of IAM Identity Center that may be changed; empty for none
   * @param pace how patient, among others who write the same policies
   * @param widening whom single sessions stand for when there is no room for them
   */
  public static Map<String, ActionHandler> containment(
      Iams iams, Supplier<Optional<IdentityCenter>> centers, Pace pace, Widening widening) {
    RevokeSessions revoke = new RevokeSessions(iams, pace, widening);
    return Map.of(
        "revoke-role-session",
        revoke.ofRoleSession(),
        "revoke-role-sessions",
        revoke.ofRole(),
        "revoke-user-sessions",
        revoke.ofUser(),
        "revoke-identity-center-sessions",
        new RevokeIdentityCenterSessions(centers, iams, pace),
        "disable-access-key",
        new DisableAccessKey(iams, pace));
  }
}
