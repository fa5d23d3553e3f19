package dev.tokenresponder.connectors.signals;

import static dev.tokenresponder.connectors.signals.Sets.NOW;
import static dev.tokenresponder.connectors.signals.Sets.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.signals.SignalEvent.CredentialCompromise;
import dev.tokenresponder.connectors.signals.SignalEvent.SessionRevoked;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Complex;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Email;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.IssuerSubject;
import dev.tokenresponder.connectors.signals.SubjectIdentifier.Opaque;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTransmitterTest {
  private static final String AUTHORIZATION = "Bearer canary-authorization";
  private static final Email ALICE = new Email("alice@example.com");
  private static final SessionRevoked REVOKED =
      new SessionRevoked(NOW.minusSeconds(5), "policy", "inc-1: token used from a new network");

  private ReceiverDouble receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = new ReceiverDouble(new JWKSet(List.of(Sets.RSA, Sets.EC)), AUTHORIZATION);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void tellsThatASessionWasRevoked() {
    String id = transmitter(Sets.RSA).send(ALICE, REVOKED, "inc-1");
    JsonNode claims =
        Sets.claims(
            """
        {"iss": "https://idp.example.com/123456789/",
         "aud": "https://sp.example.com/caep",
         "iat": 1795511561,
         "jti": "%s",
         "txn": "inc-1",
         "sub_id": {"format": "email", "email": "alice@example.com"},
         "events": {
           "https://schemas.openid.net/secevent/caep/event-type/session-revoked": {
             "event_timestamp": 1795511556,
             "reason_admin": {"en": "inc-1: token used from a new network"},
             "initiating_entity": "policy"}}}
        """
                .formatted(id));
    assertThat(receiver.events()).singleElement().hasToString(claims.toString());
  }

  @Test
  void tellsThatACredentialIsCompromised() {
    transmitter(Sets.EC)
        .send(
            new IssuerSubject("https://idp.example.com/", "7375626A656374"),
            new CredentialCompromise(null, "app", null),
            "inc-2");
    JsonNode claims = receiver.events().get(0);
    assertThat(claims.get("sub_id"))
        .hasToString(
            "{\"format\":\"iss_sub\",\"iss\":\"https://idp.example.com/\",\"sub\":\"7375626A656374\"}");
    assertThat(claims.get("events"))
        .hasToString(
            "{\"https://schemas.openid.net/secevent/risc/event-type/credential-compromise\":"
                + "{\"credential_type\":\"app\"}}");
  }

  @Test
  void tellsOfOneSessionOfAUserInATenant() {
    transmitter(Sets.RSA)
        .send(new Complex(ALICE, new Opaque("s|1"), new Opaque("123456789")), REVOKED, "inc-3");
    assertThat(receiver.events().get(0).get("sub_id"))
        .hasToString(
            "{\"format\":\"complex\",\"user\":{\"format\":\"email\",\"email\":\"alice@example.com\"},"
                + "\"session\":{\"format\":\"opaque\",\"id\":\"s|1\"},"
                + "\"tenant\":{\"format\":\"opaque\",\"id\":\"123456789\"}}");
  }

  @Test
  void theSameSignalHasTheSameIdHoweverOftenItIsSent() {
    SignalTransmitter transmitter = transmitter(Sets.RSA);
    String first = transmitter.send(ALICE, REVOKED, "inc-1");
    assertThat(transmitter.send(ALICE, REVOKED, "inc-1")).isEqualTo(first);
    assertThat(transmitter.send(ALICE, REVOKED, "inc-2")).isNotEqualTo(first);
    assertThat(transmitter.send(new Email("bob@example.com"), REVOKED, "inc-1"))
        .isNotEqualTo(first);
    assertThat(receiver.events()).hasSize(3);
  }

  @Test
  void anAnswerThatWasLostIsAskedForAgain() {
    receiver.onceLost();
    transmitter(Sets.RSA).send(ALICE, REVOKED, "inc-1");
    assertThat(receiver.events()).hasSize(1);
    assertThat(receiver.requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void throttlingAndFaultsPass(int status) {
    receiver.once(status, "canary-of-the-server").once(status, "");
    transmitter(Sets.RSA).send(ALICE, REVOKED, "inc-1");
    assertThat(receiver.events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void orAreRetryableWhenTheyDoNot(int status) {
    receiver.once(status, "").once(status, "").once(status, "");
    ActionException e = failure(transmitter(Sets.RSA));
    assertThat(e.isRetryable()).isTrue();
    assertThat(trace(e)).contains("HTTP " + status).doesNotContain("canary");
    assertThat(receiver.events()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_request, 'invalid_request, it is malformed'",
    "invalid_key, 'invalid_key, the key it is signed with'",
    "invalid_issuer, 'invalid_issuer, its issuer'",
    "invalid_audience, 'invalid_audience, it is for somebody else'",
    "authentication_failed, 'authentication_failed, its sender'",
    "access_denied, 'access_denied, its sender'",
    "canary, 'security event: HTTP 400'",
  })
  void anErrorOfTheReceiverIsPermanent(String code, String said) {
    receiver.once(400, "{\"err\":\"" + code + "\",\"description\":\"canary\"}");
    ActionException e = failure(transmitter(Sets.RSA));
    assertThat(e.isRetryable()).isFalse();
    assertThat(trace(e)).contains(said).doesNotContain("canary");
    assertThat(receiver.requests()).isEqualTo(1);
  }

  @Test
  void aKeyThatTheReceiverDoesNotKnowIsRefused() {
    ActionException e = failure(transmitter(Sets.rsa("other", 2_048)));
    assertThat(e).hasMessageContaining("invalid_key");
    assertThat(receiver.events()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "200, ''",
    "200, '{}'",
    "204, ''",
    "302, ''",
    "307, ''",
    "403, ''",
    "404, '{}'",
    "200, 'ok'"
  })
  void only202IsAnAcknowledgement(int status, String body) {
    receiver.once(status, body);
    ActionException e = failure(transmitter(Sets.RSA));
    assertThat(e.isRetryable()).isFalse();
    assertThat(e).hasMessageContaining("HTTP " + status);
    assertThat(receiver.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accepted", "<p>ok</p>"})
  void anAcknowledgementMayComeWithAnyText(String body) {
    receiver.once(202, body);
    transmitter(Sets.RSA).send(ALICE, REVOKED, "inc-1");
    assertThat(receiver.requests()).isEqualTo(1);
  }

  @Test
  void withoutAuthorizationItSaysWhatIsWrong() {
    Map<String, String> environment = environment(Sets.RSA);
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_AUTHORIZATION", "Bearer canary-other");
    ActionException e = failure(SharedSignals.transmitter(environment, clock()).orElseThrow());
    assertThat(e.isRetryable()).isFalse();
    assertThat(trace(e)).contains("credentials are not accepted").doesNotContain("canary");
  }

  @Test
  void aReasonIsOneLineOfBoundedLength() {
    SessionRevoked event = new SessionRevoked(null, null, "a\r\nb\u0000" + "c".repeat(10_000));
    transmitter(Sets.RSA).send(ALICE, event, "inc-1");
    String reason =
        Sets.event((ObjectNode) receiver.events().get(0)).at("/reason_admin/en").asText();
    assertThat(reason).startsWith("a  b c").hasSize(500);
  }

  @Test
  void noSecretIsShown() {
    SignalTransmitter transmitter = transmitter(Sets.RSA);
    assertThat(transmitter).hasToString("SignalTransmitter[" + Sets.ISSUER + "]");
    assertThat(SignalKey.of(Sets.RSA.toJSONString())).hasToString("SignalKey[RS256]");
    assertThat(transmitter.publicKeys())
        .contains("\"kid\":\"rsa-1\"")
        .doesNotContain(Sets.RSA.getPrivateExponent().toString(), "\"d\"", "\"p\"", "\"q\"");
  }

  private SignalTransmitter transmitter(JWK key) {
    return SharedSignals.transmitter(environment(key), clock()).orElseThrow();
  }

  private Map<String, String> environment(JWK key) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_URL", "https://sp.example.com/events?stream=1");
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_AUTHORIZATION", AUTHORIZATION);
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_AUDIENCE", Sets.AUDIENCE);
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_ISSUER", Sets.ISSUER);
    environment.put("TOKEN_RESPONDER_SIGNALS_PUSH_KEY", key.toJSONString());
    environment.put("TOKEN_RESPONDER_SIGNALS_STAND_IN", receiver.address().toString());
    return environment;
  }

  private static Clock clock() {
    return Clock.fixed(NOW.plus(Duration.ofMillis(123)), ZoneOffset.UTC);
  }

  private static ActionException failure(SignalTransmitter transmitter) {
    return catchThrowableOfType(
        ActionException.class, () -> transmitter.send(ALICE, REVOKED, "inc-1"));
  }
}
