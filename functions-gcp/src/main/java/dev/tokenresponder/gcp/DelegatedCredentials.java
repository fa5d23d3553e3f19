package dev.tokenresponder.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.GenericData;
import com.google.api.services.iamcredentials.v1.IAMCredentials;
import com.google.api.services.iamcredentials.v1.model.SignJwtRequest;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/**
 * A service account in the name of an administrator of Workspace, by domain-wide delegation and
 * without a key: IAM signs what asks for the token (Identity, "Using OAuth 2.0 for server to server
 * applications"; IAM Credentials REST reference, {@code signJwt}). Permission: {@code
 * iam.serviceAccounts.signJwt} on that account. The token lives an hour and is kept in memory only.
 */
@SuppressWarnings("serial") // never serialized; the superclass is
final class DelegatedCredentials extends GoogleCredentials {
  static final String TOKENS = "https://oauth2.googleapis.com/token";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final long LIFETIME_SECONDS = 3_600;

  private final transient IAMCredentials signing;
  private final transient HttpRequestFactory requests;
  private final String tokens;
  private final String account;
  private final String administrator;
  private final String scope;

  DelegatedCredentials(
      IAMCredentials signing,
      HttpRequestFactory requests,
      String tokens,
      String account,
      String administrator,
      String scope) {
    super(GoogleCredentials.newBuilder());
    this.signing = signing;
    this.requests = requests;
    this.tokens = tokens;
    this.account = account;
    this.administrator = administrator;
    this.scope = scope;
  }

  @Override
  public AccessToken refreshAccessToken() throws IOException {
    Instant now = Instant.now();
    GenericData claims = new GenericData();
    claims.put("iss", account);
    claims.put("sub", administrator);
    claims.put("scope", scope);
    claims.put("aud", TOKENS);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plusSeconds(LIFETIME_SECONDS).getEpochSecond());
    String assertion =
        signing
            .projects()
            .serviceAccounts()
            .signJwt(
                "projects/-/serviceAccounts/" + account,
                new SignJwtRequest().setPayload(GsonFactory.getDefaultInstance().toString(claims)))
            .execute()
            .getSignedJwt();
    GenericData answer = exchange(assertion);
    long seconds = answer.get("expires_in") instanceof BigDecimal number ? number.longValue() : 0;
    return new AccessToken(
        String.valueOf(answer.get("access_token")), Date.from(now.plusSeconds(seconds)));
  }

  private GenericData exchange(String assertion) throws IOException {
    try {
      return requests
          .buildPostRequest(
              new GenericUrl(tokens),
              new UrlEncodedContent(Map.of("grant_type", GRANT, "assertion", assertion)))
          .setParser(new JsonObjectParser(GsonFactory.getDefaultInstance()))
          .execute()
          .parseAs(GenericData.class);
    } catch (HttpResponseException e) {
      if (e.getStatusCode() == 400 || e.getStatusCode() == 401) {
        throw new DelegationException("no token for " + this + " with the scope " + scope, e);
      }
      throw e;
    }
  }

  @Override
  public String toString() {
    return account + " in the name of " + administrator;
  }
}
