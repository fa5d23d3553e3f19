package dev.tokenresponder.connectors.dropbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.RenewedAuthorization;
import dev.tokenresponder.connectors.saas.Answers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Access tokens of a team application, by its refresh token (Dropbox, "OAuth Guide", {@code
 * /oauth2/token}). They live for hours; one is used until a minute before it runs out, or until
 * Dropbox ends it.
 */
final class DropboxTokens implements RenewedAuthorization {
  private static final long MARGIN_SECONDS = 60;

  private final ApiClient client;
  private final String refreshToken;
  private final Clock clock;
  private String header = "";
  private Instant until = Instant.MIN;

  DropboxTokens(ApiHost host, String key, String secret, String refreshToken, Clock clock) {
    String basic =
        Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(StandardCharsets.UTF_8));
    this.client = new ApiClient(host, () -> "Basic " + basic);
    this.refreshToken = refreshToken;
    this.clock = clock;
  }

  /** The header of that name. */
  @Override
  public synchronized String get() {
    Instant now = clock.instant();
    if (!now.isBefore(until)) {
      Map<String, String> fields = new TreeMap<>();
      fields.put("grant_type", "refresh_token");
      fields.put("refresh_token", refreshToken);
      JsonNode answer =
          client.call(ApiRequest.form("get a token for Dropbox", "/oauth2/token", fields)).body();
      header = "Bearer " + Answers.text(Dropbox.SYSTEM, answer, "/access_token");
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
    return "DropboxTokens";
  }
}
