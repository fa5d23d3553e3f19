package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionException;
import java.util.Set;
import java.util.regex.Pattern;

/** What Slack's error codes mean (Slack, methods reference, section Errors of each method). */
final class SlackErrors {
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,60}");
  private static final Set<String> PASSING =
      Set.of(
          "fatal_error",
          "internal_error",
          "ratelimited",
          "rate_limited",
          "request_timeout",
          "service_unavailable",
          "team_added_to_org",
          "user_session_reset_failed");
  private static final Set<String> CREDENTIALS =
      Set.of("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked");
  private static final Set<String> PERMISSION =
      Set.of(
          "access_denied",
          "accesslimited",
          "app_management_app_not_installed_on_org",
          "can_not_uninstall",
          "cannot_reset_primary_owner",
          "ekm_access_denied",
          "enterprise_is_restricted",
          "feature_not_enabled",
          "missing_scope",
          "must_revoke_access",
          "no_permission",
          "not_allowed_token_type",
          "not_an_admin",
          "org_login_required",
          "permission_denied",
          "restricted_action",
          "session_reset_not_allowed",
          "team_access_not_granted",
          "two_factor_setup_required");

  private SlackErrors() {}

  static ActionException of(String what, String code) {
    String told = CODE.matcher(code).matches() ? code : "an unknown error";
    if (PASSING.contains(code)) {
      return ActionException.retryable("could not " + what + " now: Slack: " + told, null);
    }
    String why = "";
    if (CREDENTIALS.contains(code)) {
      why = "the responder's credentials are not accepted: ";
    } else if (PERMISSION.contains(code)) {
      why = "the responder lacks the permission: ";
    }
    return ActionException.permanent("could not " + what + ": " + why + told);
  }
}
