package dev.tokenresponder.action;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every action there is. */
public final class Catalogue {
  /** Tells the owner of a credential; the one action that is part of every answer. */
  public static final String NOTIFY_OWNER = "notify-owner";

  private static final String AWS = "aws";
  private static final String GCP = "gcp";
  private static final String WORKSPACE = "workspace";
  private static final String USER_READ =
      "https://www.googleapis.com/auth/admin.directory.user.readonly";
  private static final String USER_SECURITY =
      "https://www.googleapis.com/auth/admin.directory.user.security";

  private static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "revoke-role-session",
              "revoke-sessions",
              true,
              true,
              Map.of(AWS, List.of("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy")),
              "Denies everything to one session of a role, by an inline policy on the role that"
                  + " names the session; sessions of other names, and later ones, live on.",
              "Delete the inline policy.",
              "AROAEXAMPLEROLE123456:i-0abcd1234ef567890",
              AwsBindings::roleSession),
          new ActionSpec(
              "revoke-role-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(AWS, List.of("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy")),
              "Denies everything to all sessions of a role that were issued before a cutoff; new"
                  + " sessions work.",
              "Delete the inline policy.",
              "arn:aws:iam::111122223333:role/app-server",
              AwsBindings::roleSessions),
          new ActionSpec(
              "revoke-user-sessions",
              "revoke-sessions",
              true,
              true,
              Map.of(AWS, List.of("iam:GetUser", "iam:GetUserPolicy", "iam:PutUserPolicy")),
              "Denies everything to all temporary sessions that a user's credentials made before a"
                  + " cutoff; the user's own keys and password are untouched.",
              "Delete the inline policy.",
              "arn:aws:iam::111122223333:user/deploy-bot",
              AwsBindings::userSessions),
          new ActionSpec(
              "disable-access-key",
              "disable-keys",
              true,
              true,
              Map.of(
                  AWS,
                  List.of(
                      "iam:GetAccessKeyLastUsed",
                      "iam:GetUser",
                      "iam:GetUserPolicy",
                      "iam:ListAccessKeys",
                      "iam:PutUserPolicy",
                      "iam:UpdateAccessKey")),
              "Makes one access key inactive and denies everything to the sessions that the user's"
                  + " credentials made before, since those survive the key.",
              "Make the key active again and delete the inline policy.",
              "AKIAIOSFODNN7EXAMPLE",
              AwsBindings::accessKey),
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
              GoogleBindings::person),
          new ActionSpec(
              NOTIFY_OWNER,
              "notify-owners",
              false,
              true,
              Map.of(
                  AWS, List.of("iam:ListRoleTags", "iam:ListUserTags", "sns:Publish"),
                  GCP, List.of("pubsub.topics.publish", "resourcemanager.projects.get")),
              "Tells the owner of the credential what happened, what was done and how to undo it.",
              "Nothing to undo.",
              "arn:aws:iam::111122223333:role/app-server",
              Catalogue::owner));

  private static final Map<String, ActionSpec> BY_NAME =
      ALL.stream().collect(Collectors.toMap(ActionSpec::name, Function.identity()));

  private Catalogue() {}

  /** Every action, in the order in which they are done. */
  public static List<ActionSpec> all() {
    return ALL;
  }

  /** The action of that name. */
  public static Optional<ActionSpec> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The actor; where the source does not know it, what was acted on. */
  private static Principal concerned(TokenEvent event) {
    Principal target = event.target();
    return event.actor().type() == PrincipalType.UNKNOWN && target != null ? target : event.actor();
  }

  private static List<Binding> owner(Subject subject) {
    Credential credential = subject.credential();
    Principal principal = credential == null ? concerned(subject.event()) : credential.principal();
    boolean nameless =
        principal.resource() == null && principal.name() == null && principal.id() == null;
    String who =
        credential != null && nameless
            ? "the holder of " + credential.ref().id()
            : principal.display();
    return List.of(
        new Binding.Bound(
            who, principal.account(), Map.of(Arguments.PRINCIPAL, who), List.of(principal), null));
  }
}
