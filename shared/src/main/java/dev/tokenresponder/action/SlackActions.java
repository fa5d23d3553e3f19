package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/** What can be done in Slack, for Enterprise organizations; permissions are scopes of a user. */
final class SlackActions {
  private static final String SLACK = "slack";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "restrict-slack-app",
              "revoke-sessions",
              true,
              false,
              true,
              Map.of(
                  SLACK,
                  List.of("admin.apps:read", "admin.apps:write", "users:read", "users:read.email")),
              "Restricts an application, so that nobody can install it again. Installations that"
                  + " are there stay, and so do their tokens.",
              "Approve the application again, or clear the resolution, as it was before.",
              "A0EXAMPLE01 in T0EXAMPLE",
              SlackBindings::restriction),
          new ActionSpec(
              "uninstall-slack-app",
              "revoke-sessions",
              true,
              false,
              Map.of(SLACK, List.of("admin.apps:write", "users:read", "users:read.email")),
              "Uninstalls an application from one workspace or the whole organization; all its"
                  + " tokens there are gone.",
              "There is no way back: whoever used the application installs it again.",
              "A0EXAMPLE01 in T0EXAMPLE",
              SlackBindings::uninstallation),
          new ActionSpec(
              "reset-slack-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  SLACK,
                  List.of(
                      "admin.users:read", "admin.users:write", "users:read", "users:read.email")),
              "Ends all sessions of one person on all devices; applications keep their tokens.",
              "The person signs in again.",
              "W0EXAMPLE01",
              SlackBindings::sessions));

  private SlackActions() {}
}
