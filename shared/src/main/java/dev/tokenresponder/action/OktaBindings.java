package dev.tokenresponder.action;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the actions in Okta find their target. Records name no organization; the account is the mail
 * domain of the person's login. Ids have twenty letters and digits, of which the first tell the
 * kind (Okta Developer, "User", "API Tokens"); an application may bring its own client id ("OAuth
 * 2.0 client credentials": 6 to 100 characters).
 */
final class OktaBindings {
  private static final String SOURCE = "okta.system";
  private static final Pattern USER = Pattern.compile("00u[0-9A-Za-z]{17}");
  private static final Pattern TOKEN = Pattern.compile("00T[0-9A-Za-z]{17}");
  private static final Pattern CLIENT = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{5,99}");

  private OktaBindings() {}

  /**
   * The sessions of whom a session speaks for; where a finding is about somebody who did not act,
   * that person's. Nobody is taken for a target whom a record merely names.
   */
  static List<Binding> sessions(Subject subject) {
    Principal person = person(subject);
    if (person == null) {
      return List.of();
    }
    String id = String.valueOf(person.id());
    return List.of(
        USER.matcher(id).matches()
            ? bound(subject, id, person, Map.of(Arguments.USER_ID, id))
            : refused(id, person, "the record does not give the id of a user"));
  }

  private static @Nullable Principal person(Subject subject) {
    if (!subject.event().source().equals(SOURCE)) {
      return null;
    }
    Credential credential = subject.credential();
    if (credential != null) {
      return credential.ref().kind() == CredentialKind.SESSION && isPerson(credential.principal())
          ? credential.principal()
          : null;
    }
    Principal target = subject.event().target();
    boolean found =
        subject.event().activity() == Activity.FINDING
            && !isPerson(subject.event().actor())
            && isPerson(target);
    return found ? target : null;
  }

  private static boolean isPerson(@Nullable Principal principal) {
    return principal != null && principal.type() == PrincipalType.USER;
  }

  static List<Binding> grants(Subject subject) {
    Credential credential = of(subject, CredentialKind.OAUTH_GRANT);
    if (credential == null) {
      return List.of();
    }
    String id = credential.ref().id();
    int slash = id.indexOf('/');
    String user = id.substring(0, Math.max(slash, 0));
    String client = id.substring(slash + 1);
    Principal owner = credential.principal();
    if (!USER.matcher(user).matches() || !CLIENT.matcher(client).matches()) {
      return List.of(refused(id, owner, "the record does not say who let which application in"));
    }
    if (!user.equals(owner.id())) {
      return List.of(refused(id, owner, "the record names one person and the grant of another"));
    }
    return List.of(
        bound(subject, id, owner, Map.of(Arguments.USER_ID, user, Arguments.CLIENT_ID, client)));
  }

  static List<Binding> token(Subject subject) {
    Credential credential = of(subject, CredentialKind.KEY);
    if (credential == null) {
      return List.of();
    }
    String id = credential.ref().id();
    Principal owner = credential.principal();
    String user = String.valueOf(owner.id());
    if (!TOKEN.matcher(id).matches() || !USER.matcher(user).matches()) {
      return List.of(refused(id, owner, "the record does not say whose API token it is"));
    }
    return List.of(
        bound(subject, id, owner, Map.of(Arguments.USER_ID, user, Arguments.KEY_ID, id)));
  }

  private static @Nullable Credential of(Subject subject, CredentialKind kind) {
    Credential credential = subject.credential();
    return credential != null
            && subject.event().source().equals(SOURCE)
            && credential.ref().kind() == kind
        ? credential
        : null;
  }

  private static Binding bound(
      Subject subject, String target, Principal person, Map<String, String> more) {
    Map<String, String> arguments = new TreeMap<>(more);
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, person.display());
    return new Binding.Bound(target, person.account(), arguments, List.of(person), null);
  }

  private static Binding refused(String target, Principal person, String reason) {
    String clipped = target.length() > 200 ? target.substring(0, 200) + "…" : target;
    return new Binding.Refused(clipped, person.account(), reason);
  }
}
