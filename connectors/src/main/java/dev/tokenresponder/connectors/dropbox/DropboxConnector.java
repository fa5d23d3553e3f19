package dev.tokenresponder.connectors.dropbox;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.saas.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The action in Dropbox. Environment, each with {@code TOKEN_RESPONDER_DROPBOX_} in front: {@code
 * APP_KEY}, {@code APP_SECRET} and {@code REFRESH_TOKEN} of a team application; {@code STAND_IN} to
 * try it.
 */
public final class DropboxConnector {
  private static final String PREFIX = "TOKEN_RESPONDER_DROPBOX_";
  private static final Pattern HOST = Pattern.compile("api\\.dropboxapi\\.com");

  private DropboxConnector() {}

  /**
   * The handlers by action; none when no refresh token is set.
   *
   * @throws IllegalArgumentException when a setting is missing, with its name
   */
  public static Map<String, ActionHandler> handlers(Map<String, String> environment, Clock clock) {
    Settings settings = new Settings(PREFIX, environment);
    Optional<String> refreshToken = settings.find("REFRESH_TOKEN");
    if (refreshToken.isEmpty()) {
      return Map.of();
    }
    ApiHost host =
        settings.host(Dropbox.SYSTEM, () -> ApiHost.of(Dropbox.SYSTEM, "api.dropboxapi.com", HOST));
    DropboxTokens tokens =
        new DropboxTokens(
            host,
            settings.require("APP_KEY"),
            settings.require("APP_SECRET"),
            refreshToken.get(),
            clock);
    return Map.of(
        "revoke-dropbox-app", new RevokeDropboxApp(new Dropbox(new ApiClient(host, tokens))));
  }
}
