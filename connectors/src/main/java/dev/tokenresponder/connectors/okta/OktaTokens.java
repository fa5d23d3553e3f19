package dev.tokenresponder.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.RenewedAuthorization;
import dev.tokenresponder.connectors.saas.Answers;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Access tokens of a service app for certain scopes (Okta Developer, "Implement OAuth for Okta with
 * a service app"): at the organization's own authorization server, by client credentials. One is
 * used until a minute before it runs out, or until Okta ends it. Okta refuses the whole request
 * when one of the scopes is not granted, so that only those of the actions are asked for.
 */
final class OktaTokens implements RenewedAuthorization {
  private static final String PATH = "/oauth2/v1/token";
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final long MARGIN_SECONDS = 60;

  private final ApiClient client;
  private final String audience;
  private final OktaKey key;
  private final String scopes;
  private final Clock clock;
  private String header = "";
  private Instant until = Instant.MIN;

  /**
   * @param organization the host by its real name, which the proof is made out to
   */
  OktaTokens(ApiHost host, ApiHost organization, OktaKey key, String scopes, Clock clock) {
    this.client = new ApiClient(host, () -> "");
    this.audience = organization.base() + PATH;
    this.key = key;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** The header of that name. */
  @Override
  public synchronized String get() {
    Instant now = clock.instant();
    if (!now.isBefore(until)) {
      Map<String, String> fields = new TreeMap<>();
      fields.put("grant_type", "client_credentials");
      fields.put("scope", scopes);
      fields.put("client_assertion_type", TYPE);
      fields.put("client_assertion", key.assertion(audience, now));
      JsonNode answer =
          client.call(ApiRequest.form("get a token for " + scopes, PATH, fields)).body();
      header = "Bearer " + Answers.text(OktaHosts.SYSTEM, answer, "/access_token");
      until = now.plusSeconds(answer.path("expires_in").asLong(0) - MARGIN_SECONDS);
    }
    return header;
  }

  @Override
  public synchronized void forget() {
    until = Instant.MIN;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "OktaTokens[" + scopes + "]";
  }
}
