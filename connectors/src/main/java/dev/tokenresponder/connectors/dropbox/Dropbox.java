package dev.tokenresponder.connectors.dropbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import dev.tokenresponder.connectors.saas.Answers;
import dev.tokenresponder.connectors.saas.People;
import dev.tokenresponder.event.Principal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the action needs of Dropbox (Dropbox for HTTP Developers, Business endpoints). What went
 * wrong in an endpoint's own terms has status 409 and says which in {@code error/.tag}. Every
 * method throws an {@link ActionException} when Dropbox cannot be asked or refuses.
 */
final class Dropbox {
  static final String SYSTEM = "Dropbox";
  private static final int CONFLICT = 409;
  private static final Pattern TAG = Pattern.compile("[a-z_]{1,60}");

  private final ApiClient client;

  Dropbox(ApiClient client) {
    this.client = client;
  }

  /** A member of the team ({@code team/members/get_info_v2}); empty when there is none. */
  Optional<Principal> member(String id) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("members").addObject().put(".tag", "team_member_id").put("team_member_id", id);
    String what = "look at member " + id;
    ApiResponse response = post(what, "team/members/get_info_v2", body);
    refuse(what, response);
    JsonNode list = Answers.list(SYSTEM, response.body(), "/members_info");
    JsonNode member = list.path(0);
    if (member.path(".tag").asText().equals("id_not_found")) {
      return Optional.empty();
    }
    if (!Answers.text(SYSTEM, member, "/profile/team_member_id").equals(id)) {
      throw Answers.malformed(SYSTEM, "the member that was asked for");
    }
    return Optional.of(People.principal(id, Answers.text(SYSTEM, member, "/profile/email")));
  }

  /** Whether the application is linked to the member's Dropbox. */
  boolean isLinked(String member, String app) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("team_member_id", member);
    String what = "list the applications of " + member;
    ApiResponse response = post(what, "team/linked_apps/list_member_linked_apps", body);
    refuse(what, response);
    for (JsonNode linked : Answers.list(SYSTEM, response.body(), "/linked_api_apps")) {
      if (app.equals(linked.path("app_id").asText())) {
        return true;
      }
    }
    return false;
  }

  /** Takes the application's access away; without any, nothing happens. */
  void revoke(String member, String app) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("app_id", app)
            .put("team_member_id", member)
            .put("keep_app_folder", true);
    String what = "revoke " + app + " for " + member;
    ApiResponse response = post(what, "team/linked_apps/revoke_linked_app", body);
    if (!tag(response).equals("app_not_found")) {
      refuse(what, response);
    }
  }

  private ApiResponse post(String what, String endpoint, JsonNode body) {
    return client.call(ApiRequest.send(what, "POST", "/2/" + endpoint, body).accepting(CONFLICT));
  }

  private static void refuse(String what, ApiResponse response) {
    if (response.status() == CONFLICT) {
      throw ActionException.permanent("could not " + what + ": Dropbox: " + tag(response));
    }
  }

  /** What went wrong; empty when nothing did. */
  private static String tag(ApiResponse response) {
    if (response.status() != CONFLICT) {
      return "";
    }
    String tag = response.body().path("error").path(".tag").asText("");
    return TAG.matcher(tag).matches() ? tag : "an unknown error";
  }
}
