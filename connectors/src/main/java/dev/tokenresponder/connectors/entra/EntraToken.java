package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The application's own token for one interface, asked for anew five minutes before it runs out
 * (Microsoft Entra, "OAuth 2.0 client credentials flow on the Microsoft identity platform", second
 * and third case). Safe for several threads.
 */
final class EntraToken implements Supplier<String> {
  static final String AUDIENCE = "https://login.microsoftonline.com";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final ApiClient login;
  private final EntraTenant tenant;
  private final ClientAssertion assertion;
  private final String resource;
  private final Clock clock;
  private String value = "";
  private Instant until = Instant.MIN;

  /**
   * @param resource the host whose application permissions are meant
   */
  EntraToken(
      ApiClient login,
      EntraTenant tenant,
      ClientAssertion assertion,
      String resource,
      Clock clock) {
    this.resource = resource;
    this.login = login;
    this.tenant = tenant;
    this.assertion = assertion;
    this.clock = clock;
  }

  /** The value of the header {@code Authorization}. */
  @Override
  public synchronized String get() {
    Instant now = clock.instant();
    if (!now.isBefore(until)) {
      ask(now);
    }
    return value;
  }

  /** The next one is asked for anew. */
  synchronized void forget() {
    until = Instant.MIN;
  }

  private void ask(Instant now) {
    JsonNode answer =
        login
            .call(
                ApiRequest.form(
                    "get a token for " + resource,
                    tenant.tokenPath(),
                    Map.of(
                        "client_id",
                        tenant.clientId(),
                        "scope",
                        "https://" + resource + "/.default",
                        "client_assertion_type",
                        ASSERTION_TYPE,
                        "client_assertion",
                        assertion.value(),
                        "grant_type",
                        "client_credentials")))
            .body();
    JsonNode token = answer.path("access_token");
    if (!token.isTextual() || !answer.path("expires_in").canConvertToInt()) {
      throw ActionException.retryable("Entra answered without a token", null);
    }
    value = "Bearer " + token.textValue();
    until = now.plusSeconds(answer.path("expires_in").intValue()).minus(EARLY);
  }

  @Override
  public String toString() {
    return "EntraToken[" + tenant.id() + "]";
  }
}
