package dev.tokenresponder.connectors.signals;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.http.ApiClient;
import dev.tokenresponder.connectors.http.ApiHost;
import dev.tokenresponder.connectors.http.ApiRequest;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a transmitter signs with, from one address and no other, whatever a token names; no
 * redirect is followed. They are kept for five minutes; a key that is not among them has them read
 * again, at most twice in half a minute.
 */
final class TransmitterKeys implements JWKSetSource<SecurityContext> {
  private final ApiClient client;
  private final String path;

  private TransmitterKeys(ApiClient client, String path) {
    this.client = client;
    this.path = path;
  }

  static JWKSource<SecurityContext> at(ApiHost host, String path) {
    return JWKSourceBuilder.create(new TransmitterKeys(new ApiClient(host, () -> ""), path))
        .refreshAheadCache(false)
        .build();
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
      throws KeySourceException {
    try {
      return JWKSet.parse(
          client.call(ApiRequest.get("read the transmitter's keys", path)).body().toString());
    } catch (ParseException | ActionException e) {
      throw new JWKSetUnavailableException("the transmitter's keys cannot be had");
    }
  }

  @Override
  public void close() {
    // holds nothing open
  }
}
