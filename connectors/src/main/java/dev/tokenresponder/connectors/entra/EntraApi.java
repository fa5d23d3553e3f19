package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;

/**
 * An interface that takes the tokens of Entra. A token may end before its time, as when a key was
 * changed or an access was evaluated anew; one that is not accepted is asked for anew, once.
 */
final class EntraApi {
  private static final int UNAUTHORIZED = 401;

  private final ApiClient client;
  private final EntraToken token;

  /**
   * @param client asks {@code token} at each call
   */
  EntraApi(ApiClient client, EntraToken token) {
    this.client = client;
    this.token = token;
  }

  /**
   * Calls.
   *
   * @throws dev.tokenresponder.action.ActionException as {@link ApiClient#call} does
   */
  ApiResponse call(ApiRequest request) {
    ApiResponse response = client.call(request.accepting(UNAUTHORIZED));
    if (response.status() != UNAUTHORIZED) {
      return response;
    }
    token.forget();
    return client.call(request);
  }
}
