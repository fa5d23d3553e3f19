package dev.tokenresponder.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import dev.tokenresponder.connectors.saas.Answers;
import dev.tokenresponder.connectors.saas.People;
import dev.tokenresponder.event.Principal;
import java.util.List;
import java.util.Optional;

/**
 * What the actions need of Okta's management interface (Okta Developer, "Users", "User Sessions",
 * "User OAuth", "User Grants", "API Tokens"). Every method throws an {@link
 * dev.tokenresponder.action.ActionException} when it cannot be asked or refuses.
 */
final class Okta {
  private static final String USERS = "/api/v1/users/";

  private final ApiClient client;

  Okta(ApiClient client) {
    this.client = client;
  }

  /**
   * Somebody.
   *
   * @param principal by the login that Okta has
   * @param byMail the same by the mail address; empty where Okta has none, or no other
   */
  record Person(Principal principal, List<Principal> byMail) {
    Person {
      byMail = List.copyOf(byMail);
    }

    String id() {
      return String.valueOf(principal.id());
    }

    String display() {
      return principal.display();
    }
  }

  /** A user; empty when there is none of that id. */
  Optional<Person> user(String id) {
    ApiResponse response = get("look at user " + id, USERS + ApiRequest.encode(id));
    if (response.isNotFound()) {
      return Optional.empty();
    }
    if (!Answers.text(OktaHosts.SYSTEM, response.body(), "/id").equals(id)) {
      throw Answers.malformed(OktaHosts.SYSTEM, "the user that was asked for");
    }
    String login = Answers.text(OktaHosts.SYSTEM, response.body(), "/profile/login");
    String mail = response.body().at("/profile/email").asText("");
    return Optional.of(
        new Person(
            People.principal(id, login),
            mail.isEmpty() || mail.equalsIgnoreCase(login)
                ? List.of()
                : List.of(People.principal(id, mail))));
  }

  /** Ends the user's sessions, and revokes the OAuth tokens that Okta issued to the user. */
  void clearSessions(String id) {
    client.call(
        ApiRequest.delete(
            "clear the sessions of " + id,
            USERS + ApiRequest.encode(id) + "/sessions?oauthTokens=true"));
  }

  /** Whether the application holds refresh tokens or consents of the user. */
  boolean hasGiven(String user, String application) {
    return hasAny(user, application, "tokens") || hasAny(user, application, "grants");
  }

  private boolean hasAny(String user, String application, String what) {
    ApiResponse response =
        get(
            "list the " + what + " of " + user + " for " + application,
            path(user, application, what) + "?limit=1");
    return !response.isNotFound() && !Answers.list(OktaHosts.SYSTEM, response.body(), "").isEmpty();
  }

  /** Revokes the user's refresh tokens and consents for the application. */
  void revoke(String user, String application) {
    for (String what : new String[] {"tokens", "grants"}) {
      client.call(
          ApiRequest.delete(
                  "revoke the " + what + " of " + user + " for " + application,
                  path(user, application, what))
              .accepting(404));
    }
  }

  private static String path(String user, String application, String what) {
    return USERS
        + ApiRequest.encode(user)
        + "/clients/"
        + ApiRequest.encode(application)
        + "/"
        + what;
  }

  /** The id of the user whose API token it is; empty when there is no such active token. */
  Optional<String> ownerOfToken(String id) {
    ApiResponse response = get("look at API token " + id, token(id));
    if (response.isNotFound()) {
      return Optional.empty();
    }
    JsonNode body = response.body();
    if (!Answers.text(OktaHosts.SYSTEM, body, "/id").equals(id)) {
      throw Answers.malformed(OktaHosts.SYSTEM, "the token that was asked for");
    }
    return Optional.of(Answers.text(OktaHosts.SYSTEM, body, "/userId"));
  }

  /** Revokes an API token. */
  void revokeToken(String id) {
    client.call(ApiRequest.delete("revoke API token " + id, token(id)).accepting(404));
  }

  private static String token(String id) {
    return "/api/v1/api-tokens/" + ApiRequest.encode(id);
  }

  private ApiResponse get(String what, String path) {
    return client.call(ApiRequest.get(what, path).accepting(404));
  }
}
