package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.inbound.RecordSink;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.Webhook;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;

/** The containment actions in Entra, by name. */
public final class EntraConnector {
  private static final String GRAPH = "Microsoft Graph";
  private static final String ENTRA = "Entra";

  private EntraConnector() {}

  /**
   * The handlers; none when no tenant is configured. Variables, all beginning with {@code
   * TOKEN_RESPONDER_ENTRA_}:
   *
   * <ul>
   *   <li>{@code TENANT}, {@code CLIENT_ID}: the tenant and the responder's application in it
   *   <li>{@code CERTIFICATE}, {@code PRIVATE_KEY}: PEM, the key as PKCS #8; or
   *   <li>{@code FEDERATED_TOKEN_FILE}: where a token of a trusted identity provider is kept fresh
   *   <li>{@code SUBSCRIPTIONS}: subscriptions of Azure that trust the tenant, with commas between;
   *       optional
   *   <li>{@code STAND_IN}: what answers in place of both hosts on this machine; optional
   * </ul>
   *
   * @throws IllegalArgumentException when something is missing or malformed; says which variable
   */
  public static Map<String, ActionHandler> handlers(Map<String, String> environment, Clock clock) {
    EntraSettings settings = new EntraSettings(environment);
    if (!settings.isConfigured()) {
      return Map.of();
    }
    EntraTenant tenant = settings.tenant();
    Graph graph = new Graph(client(settings, tenant, GRAPH, "graph.microsoft.com", clock));
    return Map.of(
        "revoke-entra-sessions", new RevokeEntraSessions(graph, tenant),
        "disable-service-principal", new DisableServicePrincipal(graph, tenant),
        "remove-app-grants", new RemoveAppGrants(graph, tenant),
        "remove-app-credential", new RemoveAppCredential(graph, tenant),
        "disable-entra-user", new DisableEntraUser(graph, tenant));
  }

  /**
   * The webhook of Office 365, with the credentials of this connection.
   *
   * @throws IllegalArgumentException when Entra is not configured
   */
  public static Webhook webhook(
      Map<String, String> environment,
      SharedSecrets secrets,
      ReplayGuard guard,
      RecordSink sink,
      Clock clock) {
    EntraSettings settings = new EntraSettings(environment);
    EntraTenant tenant = settings.tenant();
    EntraApi client = client(settings, tenant, "Office 365", Office365Content.HOST, clock);
    return new Office365Webhook(secrets, new Office365Content(client, tenant), guard, sink, clock);
  }

  private static EntraApi client(
      EntraSettings settings, EntraTenant tenant, String system, String name, Clock clock) {
    ApiClient login = new ApiClient(host(settings, ENTRA, "login.microsoftonline.com"), () -> "");
    EntraToken token =
        new EntraToken(login, tenant, settings.assertion(tenant, clock), name, clock);
    return new EntraApi(new ApiClient(host(settings, system, name), token), token);
  }

  private static ApiHost host(EntraSettings settings, String system, String name) {
    return settings
        .standIn()
        .map(base -> ApiHost.standIn(system, URI.create(base)))
        .orElseGet(() -> ApiHost.of(system, name, Pattern.compile(Pattern.quote(name))));
  }
}
