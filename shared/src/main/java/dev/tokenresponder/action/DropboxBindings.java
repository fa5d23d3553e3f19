package dev.tokenresponder.action;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Principal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the actions in Dropbox find their target. Records name no team, so the account is the mail
 * domain of the member (Dropbox for HTTP Developers, {@code team_log/get_events}: {@code
 * team_member_id}, {@code app_id}).
 */
final class DropboxBindings {
  private static final Pattern MEMBER = Pattern.compile("dbmid:[0-9A-Za-z_-]{4,100}");
  private static final Pattern APP = Pattern.compile("dbaid:[0-9A-Za-z_-]{4,100}");
  private static final String TEAM = "*";

  private DropboxBindings() {}

  static List<Binding> app(Subject subject) {
    Credential credential = subject.credential();
    if (credential == null
        || !subject.event().source().equals("dropbox.events")
        || credential.ref().kind() != CredentialKind.OAUTH_GRANT) {
      return List.of();
    }
    String id = credential.ref().id();
    int slash = id.indexOf('/');
    String member = id.substring(0, Math.max(slash, 0));
    String app = id.substring(slash + 1);
    Principal person = credential.principal();
    if (member.equals(TEAM)) {
      return List.of(refused(id, person, "only an administrator can unlink it from a whole team"));
    }
    if (!MEMBER.matcher(member).matches() || !APP.matcher(app).matches()) {
      return List.of(
          refused(id, person, "the record does not say which member linked which application"));
    }
    Map<String, String> arguments = new TreeMap<>();
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, person.display());
    arguments.put(Arguments.USER_ID, member);
    arguments.put(Arguments.CLIENT_ID, app);
    return List.of(new Binding.Bound(id, person.account(), arguments, List.of(person), null));
  }

  private static Binding refused(String target, Principal person, String reason) {
    String clipped = target.length() > 200 ? target.substring(0, 200) + "…" : target;
    return new Binding.Refused(clipped, person.account(), reason);
  }
}
