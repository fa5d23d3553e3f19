package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one organization that is looked after, and calls in its name. */
final class Organization {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 100;

  private final String login;
  private final GitHubCalls calls;
  private final InstallationTokens tokens;

  Organization(String login, GitHubCalls calls, InstallationTokens tokens) {
    this.login = login;
    this.calls = calls;
    this.tokens = tokens;
  }

  String login() {
    return login;
  }

  /** Where what belongs to the organization is found. */
  String path() {
    return "/orgs/" + ApiRequest.encode(login);
  }

  /** Why the request is none of this organization's business; empty when it is. */
  Optional<Preparation> refusal(ActionRequest request) {
    return login.equalsIgnoreCase(request.account())
        ? Optional.empty()
        : Optional.of(
            new Preparation.Refused(
                "the responder looks after " + login + " on GitHub, not " + request.account()));
  }

  /** Whether a repository, {@code owner/name}, is the organization's. */
  boolean owns(String repository) {
    return repository.toLowerCase(Locale.ROOT).startsWith(login.toLowerCase(Locale.ROOT) + "/");
  }

  /** Calls; a token that is not accepted is replaced once. */
  ApiResponse call(Access access, ApiRequest request) {
    ApiResponse response = calls.call(request.accepting(401), tokens.token(access));
    if (response.status() == 401) {
      tokens.forget(access);
      return calls.call(request, tokens.token(access));
    }
    return response;
  }

  /**
   * All items of a list, page by page (REST reference, "Using pagination in the REST API").
   *
   * @param path with a query or without
   */
  List<JsonNode> list(Access access, String what, String path) {
    List<JsonNode> items = new ArrayList<>();
    String first = path + (path.indexOf('?') < 0 ? "?" : "&");
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode body =
          call(access, ApiRequest.get(what, first + "per_page=" + PAGE + "&page=" + page)).body();
      if (!body.isArray()) {
        throw Answers.malformed(what);
      }
      body.forEach(items::add);
      if (body.size() < PAGE) {
        return items;
      }
    }
    throw ActionException.permanent("could not " + what + ": there are too many");
  }

  /**
   * A person, by the number that stays when the name changes (REST reference, "Get a user"); needs
   * no permission. Whoever is not there any more is known by name only.
   */
  Principal person(Access access, String name) {
    String what = "look at " + name;
    ApiResponse response =
        call(access, ApiRequest.get(what, "/users/" + ApiRequest.encode(name)).accepting(404));
    if (response.isNotFound()) {
      return new Principal(PrincipalType.USER, name, name, account(), null);
    }
    String id = String.valueOf(Answers.id(response.body(), "id", what));
    return new Principal(
        PrincipalType.USER, id, Answers.text(response.body(), "login", what), account(), null);
  }

  /** The organization as an account, spelled as in requests. */
  String account() {
    return login.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "Organization[" + login + "]";
  }
}
