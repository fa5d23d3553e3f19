package dev.tokenresponder.connectors.signals;

import static dev.tokenresponder.connectors.signals.Sets.NOW;
import static dev.tokenresponder.connectors.signals.Sets.credentialCompromise;
import static dev.tokenresponder.connectors.signals.Sets.sessionRevoked;
import static dev.tokenresponder.connectors.signals.Sets.signed;
import static dev.tokenresponder.connectors.signals.Sets.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import dev.tokenresponder.connectors.inbound.ReplayGuard;
import dev.tokenresponder.connectors.signals.SignalReceipt.Accepted;
import dev.tokenresponder.connectors.signals.SignalReceipt.Ignored;
import dev.tokenresponder.connectors.signals.SignalReceipt.Refused;
import dev.tokenresponder.connectors.signals.SignalReceipt.Repeated;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.TokenEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalReceiverTest {
  private static final String REVOKED =
      "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

  private final List<String> records = new ArrayList<>();
  private KeysDouble keys;
  private SignalReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    keys = new KeysDouble(Sets.RSA, Sets.EC);
    receiver = receiver(NOW);
  }

  @AfterEach
  void stop() {
    keys.close();
  }

  // what is taken

  @Test
  void aRevokedSessionBecomesARecord() {
    TokenEvent event = event(signed(sessionRevoked()));
    assertThat(event.source()).isEqualTo("generic.oauth");
    assertThat(event.id()).isEqualTo(Sets.ISSUER + "#24c63fb56e5a2d77a6b512616ca9fa24");
    assertThat(event.time()).isEqualTo(NOW.minusSeconds(168));
    assertThat(event.name()).isEqualTo("caep.session-revoked");
    assertThat(event.activity()).isEqualTo(Activity.REVOKE);
    assertThat(event.credential().ref().id()).isEqualTo("dMTlD|1600802906337.16|16008.16");
  }

  @Test
  void aCompromisedCredentialBecomesARecord() {
    TokenEvent event = event(signed(credentialCompromise(), Sets.EC));
    assertThat(event.time()).isEqualTo(NOW);
    assertThat(event.name()).isEqualTo("risc.credential-compromise");
    assertThat(event.activity()).isEqualTo(Activity.EXPOSE);
    assertThat(event.actor().id()).isEqualTo("joe.smith@example.com");
    assertThat(event.actor().name()).isEqualTo("joe.smith@example.com");
    assertThat(records.get(0))
        .contains("\"risk\":\"high\"", "\"credential_type\":\"password\"", "\"tenant\":\"https://");
  }

  @Test
  void subjectsOfEveryFormatFindTheirPlace() {
    assertThat(
            event(signed(subject("{\"format\":\"email\",\"email\":\"a@example.com\"}")))
                .actor()
                .name())
        .isEqualTo("a@example.com");
    TokenEvent session =
        event(
            signed(
                subject(
                    """
                    {"format": "complex",
                     "session": {"format": "opaque", "id": "s-1"},
                     "user": {"format": "iss_sub", "iss": "%s", "sub": "99beb27c"},
                     "tenant": {"format": "opaque", "id": "123456789"}}
                    """
                        .formatted(Sets.ISSUER))));
    assertThat(session.actor().id()).isEqualTo("99beb27c");
    assertThat(session.credential().ref().id()).isEqualTo("s-1");
    TokenEvent user =
        event(
            signed(
                subject(
                    "{\"format\":\"complex\",\"user\":{\"format\":\"opaque\",\"id\":\"u-1\"}}")));
    assertThat(user.actor().id()).isEqualTo("u-1");
    ObjectNode opaque = credentialCompromise();
    opaque.putObject("sub_id").put("format", "opaque").put("id", "u-2");
    assertThat(event(signed(opaque)).actor().id()).isEqualTo("u-2");
  }

  @Test
  void anAudienceMayBeAListWithUsInIt() {
    ObjectNode claims = sessionRevoked();
    claims.putArray("aud").add("https://other.example.com").add(Sets.AUDIENCE);
    assertThat(receive(signed(claims))).isInstanceOf(Accepted.class);
  }

  @Test
  void whatIsNotUnderstoodBesideIsLeftAlone() {
    ObjectNode claims = sessionRevoked();
    claims.put("toe", 1).put("other", "x");
    Sets.event(claims).put("other", "x").put("current_ip", "203.0.113.7");
    assertThat(receive(signed(claims))).isInstanceOf(Accepted.class);
  }

  @Test
  void reasonsAreTakenInEnglishOrElseInWhatThereIs() {
    ObjectNode claims = sessionRevoked();
    Sets.event(claims).putObject("reason_admin").put("de", "Regel\nverletzt").put("en", "Policy");
    receive(signed(claims));
    claims = credentialCompromise();
    Sets.event(claims).putObject("reason_admin").put("de", "Regel\nverletzt");
    receive(signed(claims));
    assertThat(records.get(0)).contains("\"reason\":\"Policy\"");
    assertThat(records.get(1)).contains("\"reason\":\"Regel verletzt\"");
  }

  @Test
  void anAcceptedTokenIsAcknowledgedWithoutABody() {
    SignalReceipt receipt = receive(signed(sessionRevoked()));
    assertThat(receipt.status()).isEqualTo(202);
    assertThat(receipt.body()).isEmpty();
  }

  // the token as such

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "..", "{}", "e30.e30.", "\u0430.b.c"})
  void whatIsNoTokenIsRefused(String set) {
    assertRefused(receive(set), SetError.INVALID_REQUEST, "not a signed token");
  }

  @Test
  void aTokenThatIsTooLongIsRefused() {
    ObjectNode claims = sessionRevoked().put("other", "x".repeat(50_000));
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "longer than 65536");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt", "secevent", "application/jwt"})
  void anotherKindOfTokenIsRefused(String type) {
    JWSHeader header = Sets.header(Sets.RSA).type(new JOSEObjectType(type)).build();
    assertRefused(
        receive(signed(sessionRevoked().toString(), header, Sets.RSA)),
        SetError.INVALID_REQUEST,
        "typ is not secevent+jwt");
    JWSHeader without = Sets.header(Sets.RSA).type(null).build();
    assertRefused(
        receive(signed(sessionRevoked().toString(), without, Sets.RSA)),
        SetError.INVALID_REQUEST,
        "typ is not secevent+jwt");
  }

  @Test
  void anUnsignedTokenIsRefused() {
    PlainObject plain =
        new PlainObject(
            new PlainHeader.Builder().type(new JOSEObjectType("secevent+jwt")).build(),
            new Payload(sessionRevoked().toString()));
    assertRefused(receive(plain.serialize()), SetError.INVALID_REQUEST, "not a signed token");
  }

  @Test
  void aTokenSignedWithThePublicKeyAsSecretIsRefused() throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("secevent+jwt"))
            .keyID("rsa-1")
            .build();
    JWSObject forged = new JWSObject(header, new Payload(sessionRevoked().toString()));
    forged.sign(new MACSigner(Sets.RSA.toRSAPublicKey().getEncoded()));
    assertRefused(receive(forged.serialize()), SetError.INVALID_KEY, "RS256 or ES256");
  }

  @Test
  void otherAlgorithmsAreRefusedThoughTheKeyIsKnown() {
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
      JWSHeader header =
          new JWSHeader.Builder(algorithm)
              .type(new JOSEObjectType("secevent+jwt"))
              .keyID("rsa-1")
              .build();
      assertRefused(
          receive(signed(sessionRevoked().toString(), header, Sets.RSA)),
          SetError.INVALID_KEY,
          "RS256 or ES256");
    }
  }

  @Test
  void aSignatureOfAnotherKeyOfThatNameIsRefused() {
    assertRefused(
        receive(signed(sessionRevoked(), Sets.rsa("rsa-1", 2_048))),
        SetError.AUTHENTICATION_FAILED,
        "signature");
    assertRefused(
        receive(signed(sessionRevoked(), Sets.ec("ec-1", Curve.P_256))),
        SetError.AUTHENTICATION_FAILED,
        "signature");
  }

  @Test
  void changedClaimsAreRefused() {
    String[] one = signed(sessionRevoked()).split("\\.");
    String[] other = signed(credentialCompromise()).split("\\.");
    assertRefused(
        receive(one[0] + "." + other[1] + "." + one[2]),
        SetError.AUTHENTICATION_FAILED,
        "signature");
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotUsed() throws IOException {
    RSAKey own = Sets.rsa("rsa-1", 2_048);
    try (KeysDouble evil = new KeysDouble(own)) {
      JWSHeader header =
          Sets.header(own)
              .jwk(own.toPublicJWK())
              .jwkURL(URI.create(evil.address() + "/jwks.json"))
              .build();
      assertRefused(
          receive(signed(sessionRevoked().toString(), header, own)),
          SetError.AUTHENTICATION_FAILED,
          "signature");
      assertThat(evil.reads()).isZero();
    }
  }

  @Test
  void extensionsThatMustBeUnderstoodAndAreNotAreRefused() {
    JWSHeader header =
        Sets.header(Sets.RSA).criticalParams(Set.of("example")).customParam("example", "x").build();
    assertRefused(
        receive(signed(sessionRevoked().toString(), header, Sets.RSA)),
        SetError.AUTHENTICATION_FAILED,
        "signature");
  }

  @Test
  void weakKeysAreNotUsed() {
    RSAKey weak = Sets.rsa("weak", 1_024);
    keys.publish(weak);
    assertRefused(
        receive(signed(sessionRevoked(), weak)), SetError.AUTHENTICATION_FAILED, "signature");
  }

  @Test
  void keysForEncryptionAreNotUsed() {
    keys.publish(new RSAKey.Builder(Sets.RSA).keyUse(KeyUse.ENCRYPTION).build());
    assertRefused(receive(signed(sessionRevoked())), SetError.INVALID_KEY, "no such key");
  }

  // the keys

  @Test
  void keysAreReadOnceAndAgainWhenOneIsNew() {
    receive(signed(sessionRevoked()));
    receive(signed(credentialCompromise()));
    assertThat(keys.reads()).isEqualTo(1);
    RSAKey rotated = Sets.rsa("rsa-2", 2_048);
    keys.publish(Sets.RSA, rotated);
    assertThat(receive(signed(sessionRevoked().put("jti", "2"), rotated)))
        .isInstanceOf(Accepted.class);
    assertThat(keys.reads()).isEqualTo(2);
  }

  @Test
  void namesOfKeysThatThereAreNotDoNotFloodTheIssuer() {
    RSAKey other = Sets.rsa("other", 2_048);
    assertRefused(
        receive(signed(sessionRevoked(), other)), SetError.INVALID_KEY, "issuer has no such key");
    for (int i = 0; i < 20; i++) {
      assertThat(failure(signed(sessionRevoked(), other)).isRetryable()).isTrue();
    }
    assertThat(keys.reads()).isEqualTo(2);
    assertThat(receive(signed(sessionRevoked()))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503})
  void withoutKeysNothingIsBelievedAndItMayBeTriedAgain(int status) {
    keys.answerWith(status);
    ActionException e = failure(signed(sessionRevoked()));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e).hasMessage("the transmitter's keys cannot be had now");
    assertThat(records).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{}", "{\"keys\":1}", "{\"keys\":[{\"kty\":\"RSA\"}]}"})
  void keysThatCannotBeReadAreNotHad(String body) {
    keys.answerWith(body);
    assertThat(failure(signed(sessionRevoked())).isRetryable()).isTrue();
  }

  @Test
  void theAddressOfTheKeysIsNotLeft() throws IOException {
    try (KeysDouble evil = new KeysDouble(Sets.RSA)) {
      keys.redirectTo(evil.address());
      assertThat(failure(signed(sessionRevoked())).isRetryable()).isTrue();
      assertThat(evil.reads()).isZero();
    }
  }

  // the claims

  @Test
  void anotherIssuerIsRefused() {
    for (String issuer :
        List.of("https://idp.example.com/123456789", "https://evil.example/", "HTTPS://idp.x/")) {
      SignalReceipt receipt = receive(signed(sessionRevoked().put("iss", issuer)));
      assertThat(receipt).isInstanceOf(Refused.class);
    }
    assertRefused(
        receive(signed(sessionRevoked().put("iss", "https://evil.example/"))),
        SetError.INVALID_ISSUER,
        "issuer");
    assertThat(keys.reads()).isZero();
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    ObjectNode claims = sessionRevoked().put("aud", "https://other.example.com");
    assertRefused(receive(signed(claims)), SetError.INVALID_AUDIENCE, "somebody else");
    claims.remove("aud");
    assertRefused(receive(signed(claims)), SetError.INVALID_AUDIENCE, "somebody else");
    claims.putArray("aud").add("https://other.example.com").add(Sets.AUDIENCE + "/");
    assertRefused(receive(signed(claims)), SetError.INVALID_AUDIENCE, "somebody else");
    claims.putArray("aud").add(Sets.AUDIENCE).add(1);
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "aud");
  }

  @ParameterizedTest
  @CsvSource({"60, true", "61, false", "-86460, true", "-86461, false"})
  void aTokenIsOfTheLastDay(int seconds, boolean accepted) {
    ObjectNode claims = sessionRevoked().put("iat", NOW.getEpochSecond() + seconds);
    SignalReceipt receipt = receive(signed(claims));
    if (accepted) {
      assertThat(receipt).isInstanceOf(Accepted.class);
    } else {
      assertRefused(receipt, SetError.INVALID_REQUEST, seconds > 0 ? "in the future" : "too long");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1795511561\"", "null", "true", "-1", "1e300", "1795511561123", "[]"})
  void aTimeThatIsNoneIsRefused(String time) throws IOException {
    ObjectNode claims = sessionRevoked();
    claims.set("iat", Sets.MAPPER.readTree(time));
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "");
    ObjectNode event = sessionRevoked();
    Sets.event(event).set("event_timestamp", Sets.MAPPER.readTree(time));
    assertRefused(receive(signed(event)), SetError.INVALID_REQUEST, "event_timestamp");
  }

  @Test
  void anEventOfTheFutureIsRefused() {
    ObjectNode claims = sessionRevoked();
    Sets.event(claims).put("event_timestamp", NOW.getEpochSecond() + 61);
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "event_timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "exp"})
  void aClaimThatMakesItAnotherKindOfTokenIsRefused(String claim) {
    ObjectNode claims = sessionRevoked().put(claim, NOW.getEpochSecond() + 600);
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "neither sub nor exp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "iat", "jti", "events", "sub_id"})
  void aClaimThatIsMissingIsNamed(String claim) {
    ObjectNode claims = sessionRevoked();
    claims.remove(claim);
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, claim);
  }

  @Test
  void aNameGivenTwiceIsRefused() {
    String twice = sessionRevoked().toString().replace("{\"iss\":", "{\"jti\":\"x\",\"iss\":");
    assertRefused(
        receive(signed(twice, Sets.header(Sets.RSA).build(), Sets.RSA)),
        SetError.INVALID_REQUEST,
        "each name given once");
    for (String json : List.of("", "[]", "1", "{", "{} {}")) {
      assertRefused(
          receive(signed(json, Sets.header(Sets.RSA).build(), Sets.RSA)),
          SetError.INVALID_REQUEST,
          "the claims");
    }
  }

  @Test
  void aTokenTellsOneEvent() {
    ObjectNode claims = sessionRevoked();
    ((ObjectNode) claims.get("events")).putObject("https://example.com/other");
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "exactly one event");
    claims.putObject("events");
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "exactly one event");
    claims.putObject("events").put(REVOKED, "x");
    assertRefused(receive(signed(claims)), SetError.INVALID_REQUEST, "not an object");
  }

  @Test
  void anEventThatIsNotAsDefinedIsRefused() {
    ObjectNode initiator = sessionRevoked();
    Sets.event(initiator).put("initiating_entity", "nobody");
    assertRefused(receive(signed(initiator)), SetError.INVALID_REQUEST, "initiating_entity");
    ObjectNode credential = credentialCompromise();
    Sets.event(credential).remove("credential_type");
    assertRefused(receive(signed(credential)), SetError.INVALID_REQUEST, "credential_type");
    ObjectNode reason = sessionRevoked();
    Sets.event(reason).putArray("reason_admin");
    assertRefused(receive(signed(reason)), SetError.INVALID_REQUEST, "reason_admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"format\":\"email\"}",
        "{\"format\":\"email\",\"email\":\"alice\"}",
        "{\"format\":\"email\",\"email\":\"a@b@example.com\"}",
        "{\"format\":\"email\",\"email\":\"a\\n@example.com\"}",
        "{\"format\":\"iss_sub\",\"iss\":\"https://idp.example.com/123456789/\"}",
        "{\"format\":\"iss_sub\",\"iss\":\"x\",\"sub\":\"y\"}",
        "{\"format\":\"opaque\",\"id\":\"\"}",
        "{\"format\":\"opaque\",\"id\":1}",
        "{\"format\":\"complex\"}",
        "{\"format\":\"complex\",\"user\":\"x\"}",
      })
  void aSubjectThatIsNotOfItsFormatIsRefused(String subject) {
    assertRefused(receive(signed(subject(subject))), SetError.INVALID_REQUEST, "subject");
  }

  @Test
  void anIssuerSpeaksOfItsOwnAccountsOnly() {
    String other = "{\"format\":\"iss_sub\",\"iss\":\"https://other.example.com\",\"sub\":\"1\"}";
    String inside = "{\"format\":\"complex\",\"user\":" + other + "}";
    for (String subject : List.of(other, inside)) {
      assertRefused(
          receive(signed(subject(subject))), SetError.ACCESS_DENIED, "accounts of this other");
    }
    Map<String, String> environment = environment();
    environment.put(
        "TOKEN_RESPONDER_SIGNALS_FROM_SUBJECT_ISSUERS",
        "https://x.example.com https://other.example.com");
    receiver = SharedSignals.receiver(environment, guard(NOW), clock(NOW)).orElseThrow();
    assertThat(receive(signed(subject(other)))).isInstanceOf(Accepted.class);
  }

  // what tells nothing

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://schemas.openid.net/secevent/ssf/event-type/verification",
        "https://schemas.openid.net/secevent/caep/event-type/credential-change",
      })
  void otherEventsAreAcknowledgedAndLeft(String type) {
    ObjectNode claims = sessionRevoked();
    claims.putObject("events").putObject(type).put("state", "x");
    assertIgnored(receive(signed(claims)), "events of this type are not read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":\"phone_number\",\"phone_number\":\"+12065550100\"}",
        "{\"format\":\"complex\",\"user\":{\"format\":\"did\",\"url\":\"did:example:1\"}}",
        "{\"format\":\"complex\",\"user\":{\"format\":\"complex\"}}",
        "{\"format\":\"complex\",\"user\":{\"format\":\"opaque\",\"id\":\"1\"},"
            + "\"device\":{\"format\":\"opaque\",\"id\":\"2\"}}",
        "{\"format\":\"complex\",\"user\":{\"format\":\"opaque\",\"id\":\"1\"},"
            + "\"tenant\":{\"format\":\"email\",\"email\":\"a@example.com\"}}",
      })
  void subjectsThatARecordHasNoPlaceForAreAcknowledgedAndLeft(String subject) {
    assertIgnored(receive(signed(subject(subject))), "read");
  }

  @Test
  void whatTellsNothingIsCheckedAllTheSame() {
    ObjectNode claims = sessionRevoked();
    claims.putObject("events").putObject("https://example.com/other");
    assertRefused(
        receive(signed(claims, Sets.rsa("rsa-1", 2_048))),
        SetError.AUTHENTICATION_FAILED,
        "signature");
  }

  // how often

  @Test
  void aTokenIsTakenOnceAndAcknowledgedAlways() {
    receive(signed(sessionRevoked()));
    SignalReceipt again = receive(signed(sessionRevoked().put("iat", NOW.getEpochSecond() + 1)));
    assertThat(again).isInstanceOf(Repeated.class);
    assertThat(again.status()).isEqualTo(202);
    assertThat(records).hasSize(1);
    assertThat(receive(signed(sessionRevoked().put("jti", "other")))).isInstanceOf(Accepted.class);
  }

  @Test
  void aForgedTokenDoesNotUseUpTheIdOfATrueOne() {
    receive(signed(sessionRevoked(), Sets.rsa("rsa-1", 2_048)));
    receive(signed(sessionRevoked().put("aud", "https://other.example.com")));
    assertThat(receive(signed(sessionRevoked()))).isInstanceOf(Accepted.class);
  }

  @Test
  void aRecordThatWasNotKeptMayComeAgain() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                receiver.receive(
                    signed(sessionRevoked()),
                    record -> {
                      throw new IllegalStateException("the queue is full");
                    }));
    assertThat(receive(signed(sessionRevoked()))).isInstanceOf(Accepted.class);
  }

  @Test
  void whatIsRememberedOutlivesWhatIsAccepted() {
    Instant last = NOW.plusSeconds(86_460);
    ReplayGuard guard = guard(last);
    SharedSignals.receiver(environment(), guard, clock(NOW))
        .orElseThrow()
        .receive(signed(sessionRevoked()), records::add);
    SignalReceipt then =
        SharedSignals.receiver(environment(), guard, clock(last))
            .orElseThrow()
            .receive(signed(sessionRevoked()), records::add);
    assertThat(then).isInstanceOf(Repeated.class);
  }

  // what is shown

  @Test
  void aRefusalIsAnErrorOfRfc8935AndShowsNothingOfTheToken() throws IOException {
    ObjectNode claims = sessionRevoked().put("aud", "canary").put("jti", "canary");
    SignalReceipt receipt = receive(signed(claims));
    assertThat(receipt.status()).isEqualTo(400);
    assertThat(Sets.MAPPER.readTree(receipt.body()))
        .isEqualTo(
            Sets.claims(
                "{\"err\":\"invalid_audience\",\"description\":\"the token is for somebody else\"}"));
    assertThat(receipt.toString()).doesNotContain("canary");
    keys.answerWith("canary");
    receiver = receiver(NOW);
    assertThat(trace(failure(signed(sessionRevoked().put("jti", "canary")))))
        .doesNotContain("canary");
  }

  private static ObjectNode subject(String json) {
    ObjectNode claims = sessionRevoked();
    claims.set("sub_id", Sets.claims(json));
    return claims;
  }

  private SignalReceipt receive(String set) {
    return receiver.receive(set, records::add);
  }

  private ActionException failure(String set) {
    return catchThrowableOfType(ActionException.class, () -> receive(set));
  }

  private void assertRefused(SignalReceipt receipt, SetError error, String reason) {
    assertThat(receipt).isInstanceOf(Refused.class);
    assertThat(((Refused) receipt).error()).isEqualTo(error);
    assertThat(((Refused) receipt).reason()).contains(reason);
    assertThat(records).isEmpty();
  }

  private void assertIgnored(SignalReceipt receipt, String reason) {
    assertThat(receipt).isInstanceOf(Ignored.class);
    assertThat(((Ignored) receipt).reason()).contains(reason);
    assertThat(receipt.status()).isEqualTo(202);
    assertThat(records).isEmpty();
  }

  /** What the decoder makes of the record, once the receiver has made it. */
  private TokenEvent event(String set) {
    SignalReceipt receipt = receiver(NOW).receive(set, records::add);
    assertThat(receipt).isInstanceOf(Accepted.class);
    byte[] record = ((Accepted) receipt).record().getBytes(StandardCharsets.UTF_8);
    List<Decoded> decoded = Decoders.decode(record, Intake.OPERATOR, null);
    assertThat(decoded).singleElement().isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded.get(0)).event();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_SIGNALS_FROM_ISSUER", Sets.ISSUER);
    environment.put("TOKEN_RESPONDER_SIGNALS_FROM_KEYS", "https://idp.example.com/jwks.json");
    environment.put("TOKEN_RESPONDER_SIGNALS_FROM_AUDIENCE", Sets.AUDIENCE);
    environment.put("TOKEN_RESPONDER_SIGNALS_STAND_IN", keys.address().toString());
    return environment;
  }

  private SignalReceiver receiver(Instant now) {
    return SharedSignals.receiver(environment(), guard(now), clock(now)).orElseThrow();
  }

  private static ReplayGuard guard(Instant now) {
    return new InMemoryReplayGuard(clock(now));
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
