package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/** What can be done in Okta; permissions are the scopes of its management interface. */
final class OktaActions {
  private static final String OKTA = "okta";
  private static final String READ = "okta.users.read";
  private static final String MANAGE = "okta.users.manage";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "clear-okta-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(OKTA, List.of(MANAGE, READ)),
              "Ends all sessions of one person at Okta and revokes the OAuth tokens that Okta issued"
                  + " to the person. Sessions that applications keep by themselves live on.",
              "The person signs in again.",
              "00uEXAMPLEALICE00001",
              OktaBindings::sessions),
          new ActionSpec(
              "revoke-okta-grants",
              "revoke-sessions",
              true,
              true,
              Map.of(OKTA, List.of(MANAGE, READ)),
              "Revokes the refresh tokens and consents that one person gave to one application."
                  + " Access tokens that are out live on where nobody asks Okta about them.",
              "The person lets the application in again.",
              "00uEXAMPLEALICE00001/0oaEXAMPLEBOOST00001",
              OktaBindings::grants),
          new ActionSpec(
              "deactivate-okta-token",
              "disable-keys",
              true,
              false,
              Map.of(OKTA, List.of("okta.apiTokens.manage", "okta.apiTokens.read", READ)),
              "Revokes one API token; it is refused from then on.",
              "There is no way back: an administrator makes a new token and gives it to whatever used"
                  + " the old one.",
              "00TEXAMPLETOKEN00002",
              OktaBindings::token));

  private OktaActions() {}
}
