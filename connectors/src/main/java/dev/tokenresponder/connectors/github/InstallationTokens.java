package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the App's installation in one organization, each for one {@link Access} and nothing
 * else (REST reference, "Get an organization installation for the authenticated app", "Create an
 * installation access token for an app"). They live for an hour and are kept until a few minutes
 * before. Safe for several threads.
 */
final class InstallationTokens {
  private static final Duration EARLY = Duration.ofMinutes(5);

  private record Token(String value, Instant expires) {
    @Override
    public String toString() {
      return "Token[until " + expires + "]";
    }
  }

  private final GitHubCalls calls;
  private final AppIdentity app;
  private final String organization;
  private final Clock clock;
  private final Map<Access, Token> tokens = new HashMap<>();
  private @Nullable Long installation;

  InstallationTokens(GitHubCalls calls, AppIdentity app, String organization, Clock clock) {
    this.calls = calls;
    this.app = app;
    this.organization = organization;
    this.clock = clock;
  }

  /**
   * A token that is good for some minutes at least.
   *
   * @throws ActionException when there is none to be had: as permanent when the App is not
   *     installed there, is suspended, or was not given the permission
   */
  synchronized String token(Access access) {
    Instant now = clock.instant();
    Token known = tokens.get(access);
    if (known == null || now.isAfter(known.expires().minus(EARLY))) {
      known = create(access, now);
      tokens.put(access, known);
    }
    return known.value();
  }

  /** Gives up a token that is not accepted any more. */
  synchronized void forget(Access access) {
    tokens.remove(access);
    installation = null;
  }

  private Token create(Access access, Instant now) {
    String what = "get a token for " + access.permission() + " in " + organization;
    ApiRequest request =
        ApiRequest.send(
                what,
                "POST",
                "/app/installations/" + installation(now) + "/access_tokens",
                access.request())
            .accepting(404, 422);
    ApiResponse response = calls.call(request, app.token(now));
    if (response.status() == 404) {
      installation = null;
      throw ActionException.permanent("could not " + what + ": the App is not installed any more");
    }
    if (response.status() == 422) {
      throw ActionException.permanent(
          "could not "
              + what
              + ": the App was not given that permission, or not that repository (HTTP 422)");
    }
    String value = Answers.text(response.body(), "token", what);
    try {
      return new Token(value, Instant.parse(Answers.text(response.body(), "expires_at", what)));
    } catch (DateTimeException e) {
      throw Answers.malformed(what);
    }
  }

  private long installation(Instant now) {
    if (installation != null) {
      return installation;
    }
    String what = "find the App's installation in " + organization;
    ApiResponse response =
        calls.call(
            ApiRequest.get(what, "/orgs/" + ApiRequest.encode(organization) + "/installation")
                .accepting(404),
            app.token(now));
    if (response.isNotFound()) {
      throw ActionException.permanent("the App is not installed in " + organization);
    }
    String owner = Answers.text(response.body().path("account"), "login", what);
    if (!owner.equalsIgnoreCase(organization)) {
      throw ActionException.permanent("GitHub gave another organization's installation");
    }
    if (response.body().hasNonNull("suspended_at")) {
      throw ActionException.permanent("the App is suspended in " + organization);
    }
    long id = Answers.id(response.body(), "id", what);
    installation = id;
    return id;
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return "InstallationTokens[" + organization + "]";
  }
}
