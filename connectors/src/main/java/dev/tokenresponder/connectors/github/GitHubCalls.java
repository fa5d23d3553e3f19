package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import java.util.Locale;

/**
 * Calls GitHub by the version of its API that this was written for (REST reference, "API
 * Versions"). GitHub says 403 both where a permission is missing and where the limit of requests is
 * reached ("Rate limits for the REST API"); only the second may be tried again.
 */
final class GitHubCalls {
  private static final String VERSION = "2022-11-28";

  private final ApiClient client;

  GitHubCalls(ApiClient client) {
    this.client = client;
  }

  /**
   * Calls with one bearer's token.
   *
   * @throws ActionException as {@link ApiClient#call} does; as retryable at a limit
   */
  ApiResponse call(ApiRequest request, String bearer) {
    ApiResponse response =
        client.call(
            request
                .accepting(403)
                .with("Accept", "application/vnd.github+json")
                .with("X-GitHub-Api-Version", VERSION)
                .with("Authorization", "Bearer " + bearer));
    if (response.status() != 403) {
      return response;
    }
    if (isLimit(response)) {
      throw ActionException.retryable(
          "could not " + request.what() + " now: GitHub: the limit of requests is reached", null);
    }
    throw ActionException.permanent(
        "could not " + request.what() + ": the responder lacks the permission (HTTP 403)");
  }

  private static boolean isLimit(ApiResponse response) {
    return response.header("retry-after").isPresent()
        || response.header("x-ratelimit-remaining").filter("0"::equals).isPresent()
        || response
            .body()
            .path("message")
            .asText("")
            .toLowerCase(Locale.ROOT)
            .contains("rate limit");
  }
}
