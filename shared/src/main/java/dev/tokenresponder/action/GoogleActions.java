package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/** What can be done on Google Cloud and in Google Workspace. */
final class GoogleActions {
  private static final String GCP = "gcp";
  private static final String WORKSPACE = "workspace";
  private static final String USER_READ =
      "https://www.googleapis.com/auth/admin.directory.user.readonly";
  private static final String USER_SECURITY =
      "https://www.googleapis.com/auth/admin.directory.user.security";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "disable-service-account-key",
              "disable-keys",
              true,
              true,
              Map.of(
                  GCP,
                  List.of(
                      "iam.serviceAccountKeys.disable",
                      "iam.serviceAccountKeys.get",
                      "iam.serviceAccounts.get")),
              "Disables one key of a service account; nothing new can be had with it. Tokens that it"
                  + " brought before live on for up to an hour.",
              "Enable the key.",
              "app@example-project.iam.gserviceaccount.com/keys/0123456789abcdef0123456789abcdef01234567",
              GoogleBindings::key),
          new ActionSpec(
              "disable-service-account",
              "revoke-sessions",
              true,
              true,
              Map.of(GCP, List.of("iam.serviceAccounts.disable", "iam.serviceAccounts.get")),
              "Disables a service account, so that every token and key of it is refused, whoever"
                  + " holds it.",
              "Enable the account, but not before the last token has run out: enabled earlier, a"
                  + " stolen one works again.",
              "app@example-project.iam.gserviceaccount.com",
              GoogleBindings::serviceAccount),
          new ActionSpec(
              "close-impersonation",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  GCP,
                  List.of("iam.serviceAccounts.getIamPolicy", "iam.serviceAccounts.setIamPolicy")),
              "Takes allUsers and allAuthenticatedUsers out of the roles by which a service account"
                  + " can be impersonated; every other member stays.",
              "Give the members their roles again.",
              "app@example-project.iam.gserviceaccount.com",
              GoogleBindings::publicImpersonation),
          new ActionSpec(
              "withdraw-role-grant",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  GCP,
                  List.of(
                      "iam.serviceAccounts.getIamPolicy",
                      "iam.serviceAccounts.setIamPolicy",
                      "resourcemanager.folders.getIamPolicy",
                      "resourcemanager.folders.setIamPolicy",
                      "resourcemanager.organizations.getIamPolicy",
                      "resourcemanager.organizations.setIamPolicy",
                      "resourcemanager.projects.getIamPolicy",
                      "resourcemanager.projects.setIamPolicy")),
              "Takes one member out of one role in one policy; every other member and condition"
                  + " stays.",
              "Give the member the role again, under the same condition.",
              "user:someone@example.net as roles/owner on projects/example-project",
              GoogleBindings::grants),
          new ActionSpec(
              "revoke-app-grant",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  GCP, List.of("iam.serviceAccounts.signJwt"), WORKSPACE, List.of(USER_SECURITY)),
              "Deletes all tokens that one person of Google Workspace gave to one application.",
              "The person lets the application in again.",
              "someone@example.com/1234-example.apps.googleusercontent.com",
              GoogleBindings::appGrant),
          new ActionSpec(
              "revoke-app-everywhere",
              "revoke-sessions",
              true,
              false,
              Map.of(
                  GCP,
                  List.of("iam.serviceAccounts.signJwt"),
                  WORKSPACE,
                  List.of(USER_READ, USER_SECURITY)),
              "Deletes the tokens that everybody in Google Workspace gave to one application.",
              "Each person lets the application in again; nobody else can do that for them.",
              "1234-example.apps.googleusercontent.com",
              GoogleBindings::appEverywhere),
          new ActionSpec(
              "sign-out-user",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  GCP, List.of("iam.serviceAccounts.signJwt"), WORKSPACE, List.of(USER_SECURITY)),
              "Ends all web and device sessions of one person of Google Workspace; what the person"
                  + " let applications do is not touched.",
              "The person signs in again.",
              "someone@example.com",
              GoogleBindings::person));

  private GoogleActions() {}
}
