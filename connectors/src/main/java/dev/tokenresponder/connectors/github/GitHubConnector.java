package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The containment actions on GitHub, as a GitHub App in one organization. The environment names it:
 *
 * <ul>
 *   <li>{@code TOKEN_RESPONDER_GITHUB_ORGANIZATION}: the organization; without it there are no
 *       actions
 *   <li>{@code TOKEN_RESPONDER_GITHUB_APP}: the App's client id, or its number
 *   <li>{@code TOKEN_RESPONDER_GITHUB_PRIVATE_KEY_FILE}: a file with the App's private key in PEM
 *   <li>{@code TOKEN_RESPONDER_GITHUB_HOST}: {@code api.github.com}, which holds when it is absent,
 *       or {@code api.SUBDOMAIN.ghe.com}
 *   <li>{@code TOKEN_RESPONDER_GITHUB_STAND_IN}: what answers in GitHub's place on this machine
 * </ul>
 */
public final class GitHubConnector {
  private static final String PREFIX = "TOKEN_RESPONDER_GITHUB_";
  private static final String SYSTEM = "GitHub";
  private static final Pattern HOST =
      Pattern.compile("api\\.github\\.com|api\\.[a-z0-9][a-z0-9-]{0,61}\\.ghe\\.com");
  private static final Pattern ORGANIZATION = Pattern.compile("[A-Za-z0-9](-?[A-Za-z0-9]){0,38}");
  private static final Pattern APP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private GitHubConnector() {}

  /**
   * The handlers by action; none when no organization is named.
   *
   * @throws IllegalArgumentException when what is named cannot be used; the message says which
   *     setting and holds no secret
   */
  public static Map<String, ActionHandler> handlers(Map<String, String> environment, Clock clock) {
    String name = environment.get(PREFIX + "ORGANIZATION");
    if (name == null || name.isBlank()) {
      return Map.of();
    }
    require("ORGANIZATION", name, ORGANIZATION);
    AppIdentity app =
        new AppIdentity(
            require("APP", environment.get(PREFIX + "APP"), APP),
            PrivateKeys.read(Path.of(required(environment, "PRIVATE_KEY_FILE"))));
    GitHubCalls calls = new GitHubCalls(new ApiClient(host(environment), () -> ""));
    Organization organization =
        new Organization(name, calls, new InstallationTokens(calls, app, name, clock));
    return Map.of(
        "remove-sso-authorization", new RemoveSsoAuthorization(organization),
        "revoke-fine-grained-token", new RevokeFineGrainedToken(organization),
        "remove-deploy-key", new RemoveDeployKey(organization));
  }

  private static ApiHost host(Map<String, String> environment) {
    String standIn = environment.get(PREFIX + "STAND_IN");
    return standIn == null || standIn.isBlank()
        ? ApiHost.of(SYSTEM, environment.getOrDefault(PREFIX + "HOST", "api.github.com"), HOST)
        : ApiHost.standIn(SYSTEM, URI.create(standIn));
  }

  private static String required(Map<String, String> environment, String setting) {
    String value = environment.get(PREFIX + setting);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(PREFIX + setting + " is missing");
    }
    return value;
  }

  private static String require(String setting, @Nullable String value, Pattern shape) {
    if (value == null || !shape.matcher(value).matches()) {
      throw new IllegalArgumentException(PREFIX + setting + " is missing or misspelt");
    }
    return value;
  }
}
