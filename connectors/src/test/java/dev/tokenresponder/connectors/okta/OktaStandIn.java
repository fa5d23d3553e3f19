package dev.tokenresponder.connectors.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.tokenresponder.connectors.saas.StandIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Okta, with two people who are signed in. */
public final class OktaStandIn implements StandIn {
  private static final String BOB = "00uEXAMPLEBOB0000002";
  private static final String ALICE = "00uEXAMPLEALICE00001";

  private final RSAKey key = key();
  private final OktaDouble okta =
      new OktaDouble(key, Instant.now(), Set.of("okta.users.manage", "okta.users.read"));

  public OktaStandIn() {
    okta.logins.putAll(Map.of(ALICE, "alice@example.com", BOB, "bob@example.com"));
    okta.sessions.addAll(Set.of(ALICE, BOB));
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2_048).keyID("demo").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "okta";
  }

  @Override
  public String sample() {
    return "okta.system/session-started-with-high-risk.json";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TOKEN_RESPONDER_OKTA_HOST",
        "example.okta.com",
        "TOKEN_RESPONDER_OKTA_CLIENT_ID",
        OktaDouble.CLIENT,
        "TOKEN_RESPONDER_OKTA_PRIVATE_KEY",
        key.toJSONString(),
        "TOKEN_RESPONDER_OKTA_STAND_IN",
        okta.address());
  }

  @Override
  public List<String> state() {
    return okta.logins.keySet().stream()
        .map(
            id ->
                okta.logins.get(id)
                    + (okta.sessions.contains(id) ? " has sessions" : " has no session"))
        .toList();
  }

  @Override
  public boolean comesBack() {
    return false;
  }

  @Override
  public void close() {
    okta.close();
  }
}
