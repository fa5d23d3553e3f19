package dev.tokenresponder.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.saas.Answers;
import dev.tokenresponder.connectors.saas.People;
import dev.tokenresponder.event.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the actions need of Slack's Web API. Answers have status 200 whether it worked or not; what
 * went wrong says {@code error}. Every method throws an {@link ActionException} when it cannot be
 * asked or refuses.
 */
final class Slack {
  static final String SYSTEM = "Slack";
  private static final int MOST_PAGES = 50;

  private final ApiClient client;

  Slack(ApiClient client) {
    this.client = client;
  }

  /** How an application may be installed. */
  enum Resolution {
    APPROVED,
    RESTRICTED,
    NONE
  }

  /**
   * Somebody.
   *
   * @param enterprise the organization
   * @param teams the workspaces
   */
  record Person(Principal principal, String enterprise, Set<String> teams) {
    Person {
      teams = Set.copyOf(teams);
    }
  }

  /** The organization of the token ({@code auth.test}). */
  String enterprise() {
    JsonNode answer = post("ask which organization it is", "auth.test", Map.of());
    return Answers.text(SYSTEM, answer, "/enterprise_id");
  }

  /**
   * How the application is resolved there ({@code admin.apps.restricted.list}, {@code
   * admin.apps.approved.list}); empty when there is no such workspace.
   */
  Optional<Resolution> resolution(String app, Place place) {
    try {
      if (isListed("restricted", app, place)) {
        return Optional.of(Resolution.RESTRICTED);
      }
      return Optional.of(isListed("approved", app, place) ? Resolution.APPROVED : Resolution.NONE);
    } catch (Missing e) {
      return Optional.empty();
    }
  }

  private boolean isListed(String list, String app, Place place) {
    boolean[] found = {false};
    Map<String, String> fields = place.fields();
    fields.put("limit", "1000");
    pages(
        "list the " + list + " applications",
        "admin.apps." + list + ".list",
        fields,
        page -> {
          for (JsonNode entry : Answers.list(SYSTEM, page, "/" + list + "_apps")) {
            found[0] |= app.equals(entry.path("app").path("id").asText());
          }
        });
    return found[0];
  }

  /** Lets nobody install it again. */
  void restrict(String app, Place place) {
    post("restrict " + app, "admin.apps.restrict", with(place, app));
  }

  /** Lets it be installed. */
  void approve(String app, Place place) {
    post("approve " + app, "admin.apps.approve", with(place, app));
  }

  /** Leaves it to whatever else holds; where nothing was decided, nothing happens. */
  void clear(String app, Place place) {
    try {
      ask("clear the resolution of " + app, "admin.apps.clearResolution", with(place, app));
    } catch (Missing e) {
      if (!e.code.equals("no_resolution_found")) {
        throw e.fault();
      }
    }
  }

  /** Uninstalls it; false when Slack finds no such application there, or no longer. */
  boolean uninstall(String app, Place place) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("app_id", app);
    fields.put(place.isTeam() ? "team_ids" : "enterprise_id", place.id());
    try {
      ask("uninstall " + app, "admin.apps.uninstall", fields);
      return true;
    } catch (Missing e) {
      if (e.code.equals("app_not_found")) {
        return false;
      }
      throw e.fault();
    }
  }

  /**
   * A person ({@code users.info}); empty when there is none of that id, or one of no organization
   * of Enterprise's, such as somebody who is seen in a shared channel.
   */
  Optional<Person> person(String id) {
    JsonNode user;
    try {
      user = ask("look at user " + id, "users.info", Map.of("user", id)).path("user");
    } catch (Missing e) {
      return Optional.empty();
    }
    if (!Answers.text(SYSTEM, user, "/id").equals(id)) {
      throw Answers.malformed(SYSTEM, "the user that was asked for");
    }
    JsonNode organization = user.path("enterprise_user");
    if (!organization.isObject()) {
      return Optional.empty();
    }
    Set<String> teams = new TreeSet<>();
    Answers.list(SYSTEM, organization, "/teams").forEach(team -> teams.add(team.asText()));
    String enterprise = Answers.text(SYSTEM, organization, "/enterprise_id");
    String email = user.path("profile").path("email").asText("");
    if (email.isEmpty()) {
      throw ActionException.permanent(
          "user " + id + " shows no address; the responder lacks users:read.email, or it is a bot");
    }
    return Optional.of(new Person(People.principal(id, email), enterprise, teams));
  }

  /** The ids of a person's sessions in a workspace ({@code admin.users.session.list}). */
  Set<String> sessions(String user, String team) {
    Set<String> sessions = new TreeSet<>();
    Map<String, String> fields = new TreeMap<>();
    fields.put("user_id", user);
    fields.put("team_id", team);
    try {
      pages(
          "list the sessions of " + user,
          "admin.users.session.list",
          fields,
          page ->
              Answers.list(SYSTEM, page, "/active_sessions")
                  .forEach(session -> sessions.add(session.path("session_id").asText())));
    } catch (Missing e) {
      throw e.fault();
    }
    return sessions;
  }

  /** Ends all sessions of a person ({@code admin.users.session.reset}). */
  void reset(String user) {
    post("reset the sessions of " + user, "admin.users.session.reset", Map.of("user_id", user));
  }

  private static Map<String, String> with(Place place, String app) {
    Map<String, String> fields = place.fields();
    fields.put("app_id", app);
    return fields;
  }

  private void pages(
      String what, String method, Map<String, String> fields, Consumer<JsonNode> each) {
    Map<String, String> next = new TreeMap<>(fields);
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = ask(what, method, next);
      each.accept(answer);
      String cursor = answer.path("response_metadata").path("next_cursor").asText("");
      if (cursor.isEmpty()) {
        return;
      }
      next.put("cursor", cursor);
    }
    throw ActionException.permanent("could not " + what + ": there are too many");
  }

  /** Where there must be such a thing. */
  private JsonNode post(String what, String method, Map<String, String> fields) {
    try {
      return ask(what, method, fields);
    } catch (Missing e) {
      throw e.fault();
    }
  }

  private JsonNode ask(String what, String method, Map<String, String> fields) {
    JsonNode answer = client.call(ApiRequest.form(what, "/api/" + method, fields)).body();
    if (!answer.path("ok").isBoolean()) {
      throw Answers.malformed(SYSTEM, "/ok");
    }
    if (answer.path("ok").booleanValue()) {
      return answer;
    }
    String code = Answers.text(SYSTEM, answer, "/error");
    if (Missing.CODES.contains(code)) {
      throw new Missing(what, code);
    }
    throw SlackErrors.of(what, code);
  }

  /** There is no such thing; whoever asks decides what that means. */
  private static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> CODES =
        Set.of(
            "app_not_found",
            "enterprise_not_found",
            "invalid_app_id",
            "no_resolution_found",
            "team_not_found",
            "user_not_found");

    private final String what;
    private final String code;

    Missing(String what, String code) {
      super(code, null, false, false);
      this.what = what;
      this.code = code;
    }

    ActionException fault() {
      return ActionException.permanent(
          "could not " + what + ": there is no such thing (" + code + ")");
    }
  }
}
