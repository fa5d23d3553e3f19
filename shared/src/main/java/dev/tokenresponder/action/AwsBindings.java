package dev.tokenresponder.action;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the AWS actions find their target. Identifiers become part of a policy, so only their
 * documented shapes pass (STS API reference, AssumeRole, {@code RoleSessionName}; IAM API
 * reference, {@code RoleName}, {@code UserName}, {@code AccessKeyId}).
 */
final class AwsBindings {
  static final Pattern SESSION = Pattern.compile("AROA[A-Z0-9]{12,124}:[\\w+=,.@-]{2,64}");
  static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[\\w-]*:iam::[0-9]{12}:role/[!-~]{1,575}");
  private static final Pattern USER_ARN =
      Pattern.compile("arn:aws[\\w-]*:iam::[0-9]{12}:user/([!-~]{0,512}/)?[\\w+=,.@-]{1,64}");
  private static final Pattern LONG_TERM_KEY = Pattern.compile("AKIA[A-Z0-9]{12,124}");

  private AwsBindings() {}

  static List<Binding> roleSession(Subject subject) {
    return role(subject)
        .map(
            role -> {
              String session = role.ref().id();
              return SESSION.matcher(session).matches()
                  ? bound(session, role, subject, Map.of(Arguments.SESSION, session))
                  : refused(role, "'" + clip(session) + "' is not the id of a role session");
            })
        .map(List::of)
        .orElse(List.of());
  }

  static List<Binding> roleSessions(Subject subject) {
    return role(subject)
        .map(role -> bound(role.principal().display(), role, subject, roleId(role)))
        .map(List::of)
        .orElse(List.of());
  }

  /** A role that is made anew under its name has another id. */
  private static Map<String, String> roleId(Credential session) {
    String id = session.ref().id();
    return SESSION.matcher(id).matches()
        ? Map.of(Arguments.ROLE_ID, id.substring(0, id.indexOf(':')))
        : Map.of();
  }

  static List<Binding> userSessions(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null
        || !isAws(subject)
        || credential.ref().kind() != CredentialKind.SESSION
        || !isUserOrRoot(credential.principal())) {
      return List.of();
    }
    return List.of(user(credential, subject, Map.of()));
  }

  static List<Binding> accessKey(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null || !isAws(subject) || credential.ref().kind() != CredentialKind.KEY) {
      return List.of();
    }
    String key = credential.ref().id();
    return List.of(
        LONG_TERM_KEY.matcher(key).matches()
            ? user(credential, subject, Map.of(Arguments.ACCESS_KEY, key))
            : refused(credential, "'" + clip(key) + "' is not the id of an access key"));
  }

  static boolean isAws(Subject subject) {
    return subject.event().source().startsWith("aws.");
  }

  /** The session of a role, whichever way it is to be revoked. */
  private static Optional<Credential> role(Subject subject) {
    return IdentityCenterBindings.roleSession(subject)
        .filter(session -> !IdentityCenterBindings.isTheirs(session));
  }

  private static Binding bound(
      String target, Credential credential, Subject subject, Map<String, String> more) {
    Principal principal = credential.principal();
    String role = principal.resource();
    String protectedBecause = protectedRole(principal.name());
    if (protectedBecause != null) {
      return refused(credential, protectedBecause);
    }
    if (role == null || !ROLE_ARN.matcher(role).matches() || isForeign(role, principal)) {
      return refused(credential, "the record does not say which role the session belongs to");
    }
    Map<String, String> arguments = arguments(credential, subject, more);
    arguments.put(Arguments.ROLE, role);
    return new Binding.Bound(target, principal.account(), arguments, List.of(principal), null);
  }

  private static Binding user(Credential credential, Subject subject, Map<String, String> more) {
    Principal principal = credential.principal();
    if (principal.type() == PrincipalType.ROOT) {
      return refused(
          credential,
          "the root user's credentials cannot be revoked through the API; sign in as root, delete"
              + " the key and change the password");
    }
    String user = principal.resource();
    boolean known = user != null && USER_ARN.matcher(user).matches() && !isForeign(user, principal);
    if (!known && !more.containsKey(Arguments.ACCESS_KEY)) {
      return refused(credential, "the record does not say which IAM user the session belongs to");
    }
    Map<String, String> arguments = arguments(credential, subject, more);
    if (known && user != null) {
      arguments.put(Arguments.USER, user.substring(user.lastIndexOf('/') + 1));
      if (principal.id() != null && principal.id().startsWith("AIDA")) {
        arguments.put(Arguments.USER_ID, principal.id());
      }
    }
    String key = more.get(Arguments.ACCESS_KEY);
    return new Binding.Bound(
        key == null ? principal.display() : key,
        principal.account(),
        arguments,
        List.of(principal),
        null);
  }

  static Map<String, String> arguments(
      Credential credential, Subject subject, Map<String, String> more) {
    Map<String, String> arguments = new TreeMap<>(more);
    arguments.put(Arguments.ISSUED_BEFORE, subject.now().toString());
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, credential.principal().display());
    if (credential.issuedAt() != null) {
      arguments.put(Arguments.ISSUED_AT, credential.issuedAt().toString());
    }
    return arguments;
  }

  /** A record that names one account for the caller and another in its ARN proves neither. */
  static boolean isForeign(String arn, Principal principal) {
    return !Arn.parse(arn).map(Arn::account).equals(Optional.ofNullable(principal.account()));
  }

  private static boolean isUserOrRoot(Principal principal) {
    return principal.type() == PrincipalType.USER || principal.type() == PrincipalType.ROOT;
  }

  /**
   * Why a role of this name cannot be given an inline policy: service-linked roles are changed by
   * their service only (IAM User Guide, "Service-linked roles").
   */
  private static @Nullable String protectedRole(@Nullable String name) {
    if (name != null && name.startsWith("AWSServiceRoleFor")) {
      return "service-linked roles can only be changed by their AWS service; restrict the service"
          + " or the resource it works on";
    }
    return null;
  }

  static Binding refused(Credential credential, String reason) {
    return new Binding.Refused(
        clip(credential.ref().id()), credential.principal().account(), reason);
  }

  private static String clip(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
