package dev.tokenresponder.action;

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
 * How the actions in Slack find their target. The account is where it happened: a workspace {@code
 * T…} or the organization {@code E…} (Slack, "Audit Logs API": {@code context.location}).
 */
final class SlackBindings {
  private static final Pattern APP = Pattern.compile("A[0-9A-Z]{6,20}");
  private static final Pattern USER = Pattern.compile("[UW][0-9A-Z]{6,20}");
  private static final Pattern PLACE = Pattern.compile("[TE][0-9A-Z]{6,20}");
  private static final String MANAGED =
      "Slack may leave all approvals of applications to the responder from then on";
  private static final String VOIDED =
      "it ends the approvals of all workspaces, which nothing brings back";

  private SlackBindings() {}

  static List<Binding> restriction(Subject subject) {
    return app(
        subject, String.valueOf(subject.event().account()).startsWith("E") ? VOIDED : MANAGED);
  }

  static List<Binding> uninstallation(Subject subject) {
    return app(subject, null);
  }

  /** With the id of whoever installed it, who may be exempt by a name that the record lacks. */
  private static List<Binding> app(Subject subject, @Nullable String caution) {
    Credential credential = of(subject, CredentialKind.OAUTH_GRANT);
    if (credential == null) {
      return List.of();
    }
    String app = credential.ref().id();
    String place = subject.event().account();
    if (!APP.matcher(app).matches() || place == null || !PLACE.matcher(place).matches()) {
      return List.of(refused(app, place, "the record does not say which application is where"));
    }
    Principal application =
        new Principal(
            PrincipalType.APPLICATION, app, subject.event().client().appName(), null, null);
    Map<String, String> arguments = arguments(subject, app);
    arguments.put(Arguments.CLIENT_ID, app);
    String installer = String.valueOf(credential.principal().id());
    if (USER.matcher(installer).matches()) {
      arguments.put(Arguments.USER_ID, installer);
    }
    return List.of(
        new Binding.Bound(
            app + " in " + place,
            place,
            arguments,
            List.of(application, credential.principal()),
            caution));
  }

  /** The sessions of whom a session speaks for; never of somebody whom a record merely names. */
  static List<Binding> sessions(Subject subject) {
    Credential credential = of(subject, CredentialKind.SESSION);
    if (credential == null || credential.principal().type() != PrincipalType.USER) {
      return List.of();
    }
    Principal person = credential.principal();
    String id = String.valueOf(person.id());
    String place = subject.event().account();
    if (!USER.matcher(id).matches() || place == null || !PLACE.matcher(place).matches()) {
      return List.of(refused(id, place, "the record does not say who has a session where"));
    }
    Map<String, String> arguments = arguments(subject, person.display());
    arguments.put(Arguments.USER_ID, id);
    return List.of(new Binding.Bound(id, place, arguments, List.of(person), null));
  }

  private static @Nullable Credential of(Subject subject, CredentialKind kind) {
    Credential credential = subject.credential();
    return credential != null
            && subject.event().source().equals("slack.audit")
            && credential.ref().kind() == kind
        ? credential
        : null;
  }

  private static Map<String, String> arguments(Subject subject, String principal) {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put(Arguments.SEEN_AT, subject.event().time().toString());
    arguments.put(Arguments.PRINCIPAL, principal);
    return arguments;
  }

  private static Binding refused(String target, @Nullable String account, String reason) {
    String clipped = target.length() > 200 ? target.substring(0, 200) + "…" : target;
    return new Binding.Refused(clipped, account, reason);
  }
}
