package dev.tokenresponder.action;

import dev.tokenresponder.event.Arn;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.StorePerson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that IAM Identity Center made. Their roles cannot be changed by IAM's own API, only
 * through the permission set they are made of, whose name theirs holds: {@code
 * AWSReservedSSO_<permission set>_<16 hexadecimal digits>}, under the path {@code
 * /aws-reserved/sso.amazonaws.com/} (IAM Identity Center User Guide, "Referencing permission sets
 * in resource policies"). Their session name is the user name.
 */
final class IdentityCenterBindings {
  private static final String PREFIX = "AWSReservedSSO_";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([\\w+=,.@-]{1,32})_[0-9a-f]{16}");
  private static final Pattern ROLE =
      Pattern.compile("(aws-reserved/sso\\.amazonaws\\.com/([a-z0-9-]+/)?)?" + PREFIX + "[^/]+");

  /** Identity Store API reference, {@code UserId}. */
  private static final Pattern USER_ID =
      Pattern.compile("([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}");

  private IdentityCenterBindings() {}

  static List<Binding> sessions(Subject subject) {
    return roleSession(subject)
        .filter(session -> AwsBindings.isAws(subject) && isTheirs(session))
        .map(session -> bind(session, subject))
        .map(List::of)
        .orElse(List.of());
  }

  /** The session of a role, whoever made it. */
  static Optional<Credential> roleSession(Subject subject) {
    return Optional.ofNullable(subject.credential())
        .filter(c -> c.ref().kind() == CredentialKind.SESSION)
        .filter(c -> c.principal().type() == PrincipalType.ROLE_SESSION);
  }

  /** A role of another path is only named like theirs. */
  static boolean isTheirs(Credential session) {
    String name = session.principal().name();
    String path =
        Arn.parse(session.principal().resource()).map(Arn::name).orElse(String.valueOf(name));
    return isJustFetched(session)
        || name != null && name.startsWith(PREFIX) && ROLE.matcher(path).matches();
  }

  /** What the call that fetches credentials tells of them, which is not the role. */
  private static boolean isJustFetched(Credential session) {
    return session.ref().id().startsWith("sso/");
  }

  /** The session name is the person's only where nobody else can have made the role. */
  private static Binding bind(Credential session, Subject subject) {
    if (isJustFetched(session)) {
      return AwsBindings.refused(
          session,
          "the record does not name the role; the session is contained when it is seen in use, or"
              + " by disabling the user in IAM Identity Center");
    }
    Principal principal = session.principal();
    String role = principal.resource();
    Matcher name = NAME.matcher(String.valueOf(principal.name()));
    if (!name.matches()
        || role == null
        || !AwsBindings.ROLE_ARN.matcher(role).matches()
        || AwsBindings.isForeign(role, principal)) {
      return AwsBindings.refused(
          session, "the record does not say which permission set the session belongs to");
    }
    String id = session.ref().id();
    if (!AwsBindings.SESSION.matcher(id).matches()) {
      return AwsBindings.refused(session, "its id is not that of a role session");
    }
    Map<String, String> arguments = AwsBindings.arguments(session, subject, Map.of());
    arguments.put(Arguments.ROLE, role);
    arguments.put(Arguments.SESSION, id);
    arguments.put(Arguments.PERMISSION_SET, name.group(1));
    List<Principal> affected = new ArrayList<>(List.of(principal));
    String userId = userId(session.person());
    String user = role.contains(":role/aws-reserved/") ? id.substring(id.indexOf(':') + 1) : null;
    if (userId != null || user != null) {
      affected.add(new Principal(PrincipalType.USER, userId, user, principal.account(), null));
    }
    if (userId != null) {
      arguments.put(Arguments.USER_ID, userId);
      String store = session.person() == null ? null : session.person().store();
      if (store != null) {
        arguments.put(Arguments.IDENTITY_STORE, store);
      }
    }
    return new Binding.Bound(id, principal.account(), arguments, affected, null);
  }

  private static @Nullable String userId(@Nullable StorePerson person) {
    return person != null && USER_ID.matcher(person.userId()).matches() ? person.userId() : null;
  }
}
