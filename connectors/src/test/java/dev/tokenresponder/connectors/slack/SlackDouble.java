package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.connectors.saas.HttpDouble;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers like Slack's Web API for an Enterprise organization (docs.slack.dev, methods reference:
 * {@code auth.test}, {@code users.info}, {@code admin.apps.restrict}, {@code approve}, {@code
 * clearResolution}, {@code uninstall}, {@code restricted.list}, {@code approved.list}, {@code
 * admin.users.session.reset}, {@code session.list}; "Rate limits"). Whoever is of another
 * organization has no {@code enterprise_user} ({@code users.info}, "user object"). Not confirmed:
 * what {@code admin.apps.uninstall} says the second time and for a foreign workspace, and that the
 * lists come by POST as well as by GET.
 */
final class SlackDouble extends HttpDouble {
  static final String TOKEN = "xoxp-canary";
  static final String ENTERPRISE = "E0EXAMPLE";
  static final String TEAM = "T0EXAMPLE";
  static final String USER = "W0EXAMPLE01";
  static final String OTHER_USER = "W0EXAMPLE02";
  static final String GUEST = "U0EXAMPLE03";

  final Set<String> restricted = new TreeSet<>();
  final Set<String> approved = new TreeSet<>();
  final Set<String> installed = new TreeSet<>();
  final Set<String> sessions = new TreeSet<>();
  final Set<String> users = new TreeSet<>(Set.of(USER, OTHER_USER));
  final Set<String> granted = new HashSet<>();
  final Set<String> used = new TreeSet<>();
  final Set<String> teams = new TreeSet<>(Set.of(TEAM));
  boolean forbidden;
  boolean locked;

  SlackDouble(Set<String> granted) {
    this.granted.addAll(granted);
  }

  @Override
  protected Reply answer(Call call) {
    if (!call.path().startsWith("/api/") || !call.method().equals("POST")) {
      return Reply.of(404, "{}");
    }
    if (locked || !call.header("authorization").equals("Bearer " + TOKEN)) {
      return no("invalid_auth");
    }
    Map<String, String> form = call.form();
    return switch (call.path().substring(5)) {
      case "auth.test" ->
          Reply.of(
              200,
              "{\"ok\":true,\"enterprise_id\":\""
                  + ENTERPRISE
                  + "\",\"is_enterprise_install\":true}");
      case "users.info" -> needing(() -> user(form), "users:read", "users:read.email");
      case "admin.apps.restricted.list" ->
          needing(() -> list("restricted", restricted, form), "admin.apps:read");
      case "admin.apps.approved.list" ->
          needing(() -> list("approved", approved, form), "admin.apps:read");
      case "admin.apps.restrict" -> resolve(restricted, approved, form);
      case "admin.apps.approve" -> resolve(approved, restricted, form);
      case "admin.apps.clearResolution" -> needing(() -> clear(form), "admin.apps:write");
      case "admin.apps.uninstall" -> needing(() -> uninstall(form), "admin.apps:write");
      case "admin.users.session.list" -> needing(() -> sessions(form), "admin.users:read");
      case "admin.users.session.reset" -> needing(() -> reset(form), "admin.users:write");
      default -> no("unknown_method");
    };
  }

  private interface Doing {
    Reply answer();
  }

  private Reply needing(Doing doing, String... scopes) {
    if (forbidden || !granted.containsAll(Set.of(scopes))) {
      return no("missing_scope");
    }
    used.addAll(Set.of(scopes));
    return doing.answer();
  }

  /** The place of which exactly one must be given; null when it is not so or not ours. */
  private static String place(Map<String, String> form) {
    String team = form.get("team_id");
    String enterprise = form.get("enterprise_id");
    if ((team == null) == (enterprise == null)) {
      return null;
    }
    return TEAM.equals(team) || ENTERPRISE.equals(enterprise)
        ? team == null ? enterprise : team
        : null;
  }

  private Reply user(Map<String, String> form) {
    String id = form.getOrDefault("user", "");
    if (id.equals(GUEST)) {
      return Reply.of(
          200,
          "{\"ok\":true,\"user\":{\"id\":\"" + id + "\",\"is_stranger\":true,\"profile\":{}}}");
    }
    return users.contains(id)
        ? Reply.of(
            200,
            "{\"ok\":true,\"user\":{\"id\":\""
                + id
                + "\",\"profile\":{\"email\":\""
                + (id.equals(USER) ? "alice" : "bob")
                + "@example.com\"},\"enterprise_user\":{\"enterprise_id\":\""
                + ENTERPRISE
                + "\",\"teams\":["
                + teams.stream().map(t -> '"' + t + '"').collect(Collectors.joining(","))
                + "]}}}")
        : no("user_not_found");
  }

  /** One to a page. */
  private static Reply list(String name, Set<String> all, Map<String, String> form) {
    String place = place(form);
    if (place == null) {
      return no("team_not_found");
    }
    String after = form.getOrDefault("cursor", "");
    String next =
        all.stream()
            .filter(app -> app.endsWith("@" + place) && app.compareTo(after) > 0)
            .findFirst()
            .orElse("");
    String entries =
        next.isEmpty() ? "" : "{\"app\":{\"id\":\"" + next.substring(0, next.indexOf('@')) + "\"}}";
    return Reply.of(
        200,
        "{\"ok\":true,\""
            + name
            + "_apps\":["
            + entries
            + "],\"response_metadata\":{\"next_cursor\":\""
            + next
            + "\"}}");
  }

  private Reply resolve(Set<String> to, Set<String> from, Map<String, String> form) {
    return needing(
        () -> {
          String place = place(form);
          if (place == null || form.get("app_id") == null) {
            return no(place == null ? "team_not_found" : "request_id_or_app_id_is_required");
          }
          to.add(form.get("app_id") + "@" + place);
          from.remove(form.get("app_id") + "@" + place);
          return yes();
        },
        "admin.apps:write");
  }

  private Reply clear(Map<String, String> form) {
    String app = form.get("app_id") + "@" + place(form);
    return restricted.remove(app) || approved.remove(app) ? yes() : no("no_resolution_found");
  }

  private Reply uninstall(Map<String, String> form) {
    String place = form.getOrDefault("team_ids", form.getOrDefault("enterprise_id", ""));
    return installed.remove(form.get("app_id") + "@" + place) ? yes() : no("app_not_found");
  }

  private Reply sessions(Map<String, String> form) {
    if (!teams.contains(form.getOrDefault("team_id", "")) || form.get("user_id") == null) {
      return no("invalid_arguments");
    }
    String list =
        sessions.stream()
            .filter(session -> session.startsWith(form.get("user_id") + "/"))
            .filter(session -> TEAM.equals(form.get("team_id")))
            .map(session -> "{\"session_id\":" + session.substring(session.indexOf('/') + 1) + "}")
            .collect(Collectors.joining(","));
    return Reply.of(200, "{\"ok\":true,\"active_sessions\":[" + list + "]}");
  }

  private Reply reset(Map<String, String> form) {
    String user = form.getOrDefault("user_id", "");
    if (!users.contains(user)) {
      return no("user_not_found");
    }
    sessions.removeIf(session -> session.startsWith(user + "/"));
    return yes();
  }

  private static Reply yes() {
    return Reply.of(200, "{\"ok\":true}");
  }

  static Reply no(String error) {
    return Reply.of(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
  }

  @Override
  protected Reply error(int status) {
    return status == 429
        ? new Reply(429, "{\"ok\":false,\"error\":\"ratelimited\"}", Map.of("Retry-After", "30"))
        : status == 200 ? no("internal_error") : Reply.of(status, "");
  }
}
