package dev.tokenresponder.connectors.slack;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.saas.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The actions in Slack. Environment, each with {@code TOKEN_RESPONDER_SLACK_} in front: {@code
 * TOKEN} (of an organization's owner or administrator, {@code xoxp-…}), {@code ENTERPRISE} ({@code
 * E…}, the organization), {@code STAND_IN} to try it.
 */
public final class SlackConnector {
  private static final String PREFIX = "TOKEN_RESPONDER_SLACK_";
  private static final Pattern HOST = Pattern.compile("slack\\.com");
  private static final Pattern ENTERPRISE = Pattern.compile("E[0-9A-Z]{6,20}");

  private SlackConnector() {}

  /**
   * The handlers by action; none when no token is set.
   *
   * @param clock not needed, for Slack's tokens say nothing of their end
   * @throws IllegalArgumentException when what is set does not fit together
   */
  public static Map<String, ActionHandler> handlers(Map<String, String> environment, Clock clock) {
    Settings settings = new Settings(PREFIX, environment);
    Optional<String> token = settings.secret("TOKEN");
    if (token.isEmpty()) {
      return Map.of();
    }
    String enterprise = settings.require("ENTERPRISE");
    if (!ENTERPRISE.matcher(enterprise).matches()) {
      throw new IllegalArgumentException(PREFIX + "ENTERPRISE must be the id of an organization");
    }
    ApiHost host = settings.host(Slack.SYSTEM, () -> ApiHost.of(Slack.SYSTEM, "slack.com", HOST));
    String authorization = "Bearer " + token.get();
    Slack slack = new Slack(new ApiClient(host, () -> authorization));
    return Map.of(
        "restrict-slack-app", new RestrictSlackApp(slack, enterprise),
        "uninstall-slack-app", new UninstallSlackApp(slack, enterprise),
        "reset-slack-sessions", new ResetSlackSessions(slack, enterprise));
  }
}
