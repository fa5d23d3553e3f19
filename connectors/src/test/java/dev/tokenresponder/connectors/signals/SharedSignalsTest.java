package dev.tokenresponder.connectors.signals;

import static dev.tokenresponder.connectors.signals.Sets.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.Curve;
import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSignalsTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @Test
  void nothingNamedIsNothingSentOrTaken() {
    assertThat(SharedSignals.transmitter(Map.of(), CLOCK)).isEmpty();
    assertThat(SharedSignals.receiver(Map.of(), new InMemoryReplayGuard(CLOCK), CLOCK)).isEmpty();
  }

  @Test
  void whatIsNamedIsUsed() {
    assertThat(SharedSignals.transmitter(sending(), CLOCK)).isPresent();
    assertThat(SharedSignals.receiver(taking(), new InMemoryReplayGuard(CLOCK), CLOCK)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "PUSH_AUDIENCE, ''",
    "PUSH_ISSUER, ''",
    "PUSH_ISSUER, http://canary.example.com",
    "PUSH_ISSUER, https://example.com?canary",
    "PUSH_KEY, ''",
    "PUSH_KEY, canary",
    "PUSH_KEY, '{\"kty\":\"oct\",\"kid\":\"1\",\"k\":\"Y2FuYXJ5\"}'",
    "PUSH_URL, http://sp.example.com/canary",
    "PUSH_URL, https://user:canary@sp.example.com/",
    "PUSH_URL, https://sp.example.com/#canary",
    "PUSH_URL, https://sp.example.com//canary",
    "PUSH_URL, 'https://sp.example.com/ canary'",
    "PUSH_AUTHORIZATION, ' canary'",
    "PUSH_AUTHORIZATION, 'Bearer canary\u00e4'",
    "STAND_IN, http://sp.example.com",
    "STAND_IN, https://127.0.0.1:1",
  })
  void whatCannotBeUsedToSendStopsTheStart(String name, String value) {
    Map<String, String> environment = sending();
    environment.put("TOKEN_RESPONDER_SIGNALS_" + name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedSignals.transmitter(environment, CLOCK))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary", "Y2FuYXJ5"));
  }

  @Test
  void anAuthorizationIsOneLine() {
    Map<String, String> environment = sending();
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_AUTHORIZATION", "Bearer canary\r\nX: y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedSignals.transmitter(environment, CLOCK))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @ParameterizedTest
  @CsvSource({
    "FROM_AUDIENCE, ''",
    "FROM_ISSUER, idp.example.com",
    "FROM_KEYS, ''",
    "FROM_KEYS, http://idp.example.com/jwks.json",
    "STAND_IN, http://idp.example.com",
  })
  void whatCannotBeUsedToTakeStopsTheStart(String name, String value) {
    Map<String, String> environment = taking();
    environment.put("TOKEN_RESPONDER_SIGNALS_" + name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SharedSignals.receiver(environment, new InMemoryReplayGuard(CLOCK), CLOCK));
  }

  @Test
  void onlyStrongPrivateKeysWithANameSign() {
    for (String key :
        new String[] {
          Sets.RSA.toPublicJWK().toJSONString(),
          Sets.rsa("weak", 1_024).toJSONString(),
          Sets.ec("other", Curve.P_384).toJSONString(),
          Sets.EC.toJSONString().replace("\"kid\":\"ec-1\",", ""),
          Sets.RSA.toJSONString().substring(1),
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignalKey.of(key))
          .withNoCause()
          .withMessageStartingWith("the key for signals must be");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "a b@example.com", "a@b@example.com", "a@exa mple.com"})
  void aSubjectIsWhatItSays(String email) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SubjectIdentifier.Email(email));
  }

  private static Map<String, String> sending() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_URL", "https://sp.example.com/events");
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_AUTHORIZATION", "Bearer canary");
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_AUDIENCE", Sets.AUDIENCE);
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_ISSUER", Sets.ISSUER);
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_KEY", Sets.EC.toJSONString());
    return environment;
  }

  private static Map<String, String> taking() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_SIGNALS_FROM_ISSUER", Sets.ISSUER);
    environment.put("TOKEN_RESPONDER_SIGNALS_FROM_KEYS", "https://idp.example.com/jwks.json");
    environment.put("TOKEN_RESPONDER_SIGNALS_FROM_AUDIENCE", Sets.AUDIENCE);
    return environment;
  }
}
