package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/**
 * What can be done in Entra. Permissions are application permissions of Microsoft Graph (Microsoft
 * Graph REST reference v1.0, "Permissions" of each page).
 */
final class EntraActions {
  private static final String ENTRA = "entra";
  private static final String USER_READ = "User.Read.All";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "revoke-entra-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(ENTRA, List.of(USER_READ, "User.RevokeSessions.All")),
              "Ends all refresh tokens and browser sessions of one person of Entra. Access tokens"
                  + " that are out live on for 60 to 90 minutes, longer with continuous access"
                  + " evaluation.",
              "The person signs in again.",
              "someone@example.com",
              EntraBindings::person),
          new ActionSpec(
              "disable-service-principal",
              "revoke-sessions",
              true,
              true,
              Map.of(ENTRA, List.of("Application.ReadWrite.All")),
              "Disables the service principal of one application, so that no new token is issued to"
                  + " it or for it. Access tokens that are out live on.",
              "Enable the service principal.",
              "5e000000-0000-4000-8000-000000000004",
              EntraBindings::servicePrincipal),
          new ActionSpec(
              "remove-app-grants",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  ENTRA,
                  List.of(
                      "AppRoleAssignment.ReadWrite.All",
                      "Application.Read.All",
                      "DelegatedPermissionGrant.ReadWrite.All",
                      USER_READ)),
              "Removes what one person let one application do; where it was let in for everybody,"
                  + " all permissions of the application. Access tokens that are out live on.",
              "Grant again what the outcome lists.",
              "someone@example.com/5e000000-0000-4000-8000-000000000001",
              EntraBindings::grants),
          new ActionSpec(
              "remove-app-credential",
              "disable-keys",
              true,
              false,
              Map.of(ENTRA, List.of("Application.ReadWrite.All")),
              "Removes one password or certificate from an application or service principal; every"
                  + " other stays.",
              "A removed password is gone: its owner makes a new one.",
              "5e000000-0000-4000-8000-000000000004/d0000000-0000-4000-8000-000000000002",
              EntraBindings::credential),
          new ActionSpec(
              "disable-entra-user",
              "revoke-sessions",
              true,
              true,
              Map.of(ENTRA, List.of("User.EnableDisableAccount.All", USER_READ)),
              "Disables one person's account in Entra: no sign-in, no new token. Whether the person"
                  + " holds a privileged role is not looked at.",
              "Enable the account.",
              "someone@example.com",
              EntraBindings::person));

  private EntraActions() {}
}
