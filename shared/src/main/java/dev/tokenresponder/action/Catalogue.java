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

  private static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "revoke-role-session",
              "revoke-sessions",
              "aws",
              true,
              true,
              List.of("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy"),
              "Denies everything to one session of a role, by an inline policy on the role that"
                  + " names the session; sessions of other names, and later ones, live on.",
              "Delete the inline policy.",
              "AROAEXAMPLEROLE123456:i-0abcd1234ef567890",
              AwsBindings::roleSession),
          new ActionSpec(
              "revoke-role-sessions",
              "revoke-sessions",
              "aws",
              true,
              true,
              List.of("iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePolicy"),
              "Denies everything to all sessions of a role that were issued before a cutoff; new"
                  + " sessions work.",
              "Delete the inline policy.",
              "arn:aws:iam::111122223333:role/app-server",
              AwsBindings::roleSessions),
          new ActionSpec(
              "revoke-user-sessions",
              "revoke-sessions",
              "aws",
              true,
              true,
              List.of("iam:GetUser", "iam:GetUserPolicy", "iam:PutUserPolicy"),
              "Denies everything to all temporary sessions that a user's credentials made before a"
                  + " cutoff; the user's own keys and password are untouched.",
              "Delete the inline policy.",
              "arn:aws:iam::111122223333:user/deploy-bot",
              AwsBindings::userSessions),
          new ActionSpec(
              "disable-access-key",
              "disable-keys",
              "aws",
              true,
              true,
              List.of(
                  "iam:GetAccessKeyLastUsed",
                  "iam:GetUser",
                  "iam:GetUserPolicy",
                  "iam:ListAccessKeys",
                  "iam:PutUserPolicy",
                  "iam:UpdateAccessKey"),
              "Makes one access key inactive and denies everything to the sessions that the user's"
                  + " credentials made before, since those survive the key.",
              "Make the key active again and delete the inline policy.",
              "AKIAIOSFODNN7EXAMPLE",
              AwsBindings::accessKey),
          new ActionSpec(
              NOTIFY_OWNER,
              "notify-owners",
              "aws",
              false,
              true,
              List.of("iam:ListRoleTags", "iam:ListUserTags", "sns:Publish"),
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

  private static Binding owner(Subject subject) {
    Credential credential = subject.credential();
    Principal principal = credential == null ? concerned(subject.event()) : credential.principal();
    boolean nameless =
        principal.resource() == null && principal.name() == null && principal.id() == null;
    String who =
        credential != null && nameless
            ? "the holder of " + credential.ref().id()
            : principal.display();
    return new Binding.Bound(who, principal.account(), Map.of(Arguments.PRINCIPAL, who));
  }
}
