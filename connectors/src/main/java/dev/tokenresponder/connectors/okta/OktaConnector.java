package dev.tokenresponder.connectors.okta;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.saas.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The actions in Okta. Environment, each with {@code TOKEN_RESPONDER_OKTA_} in front: {@code HOST}
 * (of okta.com, oktapreview.com or okta-emea.com) or {@code CUSTOM_DOMAIN}; {@code CLIENT_ID} and
 * {@code PRIVATE_KEY} (a JWK) of a service app, or {@code API_TOKEN}; {@code STAND_IN} to try it.
 */
public final class OktaConnector {
  private static final String PREFIX = "TOKEN_RESPONDER_OKTA_";

  private OktaConnector() {}

  /**
   * The handlers by action; none when neither a client nor a token is set.
   *
   * @throws IllegalArgumentException when what is set does not fit together; names settings, never
   *     their values but for the host
   */
  public static Map<String, ActionHandler> handlers(Map<String, String> environment, Clock clock) {
    Settings settings = new Settings(PREFIX, environment);
    Optional<String> client = settings.find("CLIENT_ID");
    Optional<String> token = settings.secret("API_TOKEN");
    if (client.isEmpty() && token.isEmpty()) {
      return Map.of();
    }
    if (client.isPresent() && token.isPresent()) {
      throw new IllegalArgumentException(
          "set " + PREFIX + "CLIENT_ID or " + PREFIX + "API_TOKEN, not both");
    }
    ApiHost organization = OktaHosts.of(settings);
    ApiHost host = settings.host(OktaHosts.SYSTEM, () -> organization);
    Optional<OktaKey> key = client.map(id -> OktaKey.of(id, settings.require("PRIVATE_KEY")));
    Okta people = okta(host, organization, key, token, "okta.users.manage okta.users.read", clock);
    Okta tokens =
        okta(
            host,
            organization,
            key,
            token,
            "okta.apiTokens.manage okta.apiTokens.read okta.users.read",
            clock);
    return Map.of(
        "clear-okta-sessions", new ClearOktaSessions(people),
        "revoke-okta-grants", new RevokeOktaGrants(people),
        "deactivate-okta-token", new DeactivateOktaToken(tokens));
  }

  private static Okta okta(
      ApiHost host,
      ApiHost organization,
      Optional<OktaKey> key,
      Optional<String> token,
      String scopes,
      Clock clock) {
    Supplier<String> authorization =
        key.<Supplier<String>>map(k -> new OktaTokens(host, organization, k, scopes, clock))
            .orElse(() -> "SSWS " + token.orElseThrow());
    return new Okta(new ApiClient(host, authorization));
  }
}
