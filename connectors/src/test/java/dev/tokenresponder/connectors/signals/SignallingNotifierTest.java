package dev.tokenresponder.connectors.signals;

import static dev.tokenresponder.connectors.signals.Sets.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignallingNotifierTest {
  private final InMemoryIncidentStore store = new InMemoryIncidentStore();
  private ReceiverDouble receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = new ReceiverDouble(new JWKSet(List.of(Sets.RSA)), "Bearer canary");
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Notifier notifier(Notifier owners) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return SignallingNotifier.around(
        owners,
        SharedSignals.transmitter(
            Map.of(
                SharedSignals.PUSH_URL, "https://sp.example.com/events?stream=1",
                SharedSignals.PUSH_AUTHORIZATION, "Bearer canary",
                SharedSignals.PUSH_AUDIENCE, "https://sp.example.com/caep",
                SharedSignals.PUSH_ISSUER, "https://idp.example.com/123456789/",
                SharedSignals.PUSH_KEY, Sets.RSA.toJSONString(),
                SharedSignals.STAND_IN, receiver.address().toString()),
            clock),
        store);
  }

  private Incident incident(String subject, String principal) {
    return store.report(
        new IncidentReport(
            subject,
            principal,
            "example",
            NOW,
            Duration.ofHours(24),
            List.of(
                new Sighting("e-1", NOW, "okta.system", "e", null, "r", "A rule", Level.HIGH))));
  }

  private void outcome(Incident incident, String action, Status status) {
    ActionKey key = new ActionKey(incident.id(), action, "alice@example.com");
    Claim.Granted claim = (Claim.Granted) store.claim(key, NOW, Duration.ofMinutes(1));
    store.complete(
        claim.token(), new ActionOutcome(key, status, "reason", Undo.NOTHING, NOW.plusSeconds(3)));
  }

  private String send(Incident incident) {
    return notifier((owners, message) -> "told")
        .send(List.of("owner@example.com"), new OwnerMessage(incident.id(), "subject", "text"));
  }

  @Test
  void afterSessionsWereEndedTheReceiverHearsOfBoth() {
    Incident incident = incident("session s-1", "alice@example.com");
    outcome(incident, "clear-okta-sessions", Status.DONE);
    assertThat(send(incident)).isEqualTo("told; 2 signals sent");
    JsonNode compromise =
        receiver.events().get(0).at("/events").path(SignalEvent.CredentialCompromise.TYPE);
    assertThat(compromise.path("credential_type").asText()).isEqualTo("session");
    JsonNode revoked = receiver.events().get(1);
    assertThat(revoked.at("/sub_id/email").asText()).isEqualTo("alice@example.com");
    assertThat(revoked.path("txn").asText()).isEqualTo(incident.id());
    JsonNode event = revoked.path("events").path(SignalEvent.SessionRevoked.TYPE);
    assertThat(event.path("initiating_entity").asText()).isEqualTo("policy");
    assertThat(event.path("event_timestamp").asLong())
        .isEqualTo(NOW.plusSeconds(3).getEpochSecond());
  }

  @Test
  void toldAgainTheReceiverGetsTheSameTokens() {
    Incident incident = incident("session s-1", "alice@example.com");
    outcome(incident, "clear-okta-sessions", Status.DONE);
    send(incident);
    send(incident);
    assertThat(receiver.events()).hasSize(2);
  }

  @Test
  void withoutSessionsEndedOnlyTheCredentialIsCompromised() {
    Incident incident = incident("oauth-grant alice@example.com/app", "alice@example.com");
    outcome(incident, "revoke-app-grant", Status.DONE);
    assertThat(send(incident)).isEqualTo("told; 1 signals sent");
    assertThat(receiver.events().get(0).toString()).contains("oauth-grant");
  }

  @ParameterizedTest
  @EnumSource(names = "DONE", mode = EnumSource.Mode.EXCLUDE)
  void whereNothingWasDoneNobodyElseHearsOfIt(Status status) {
    Incident incident = incident("session s-1", "alice@example.com");
    outcome(incident, "clear-okta-sessions", status);
    assertThat(send(incident)).isEqualTo("told");
    assertThat(receiver.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-server", "arn:aws:iam::111122223333:role/x", "a b@example.com", ""})
  void whoIsNoPersonWithAnAddressIsNotSpokenOf(String principal) {
    Incident incident = incident("session s-1", principal);
    outcome(incident, "clear-okta-sessions", Status.DONE);
    assertThat(send(incident)).isEqualTo("told");
    assertThat(receiver.events()).isEmpty();
  }

  @Test
  void aReceiverThatFailsCostsTheOwnersNothing() {
    Incident incident = incident("session s-1", "alice@example.com");
    outcome(incident, "clear-okta-sessions", Status.DONE);
    receiver.once(400, "{\"err\":\"invalid_key\",\"description\":\"canary\"}");
    assertThat(send(incident))
        .startsWith("told; signals failed: ")
        .contains("invalid_key")
        .doesNotContain("canary");
  }

  @Test
  void ownersComeFirst() {
    Incident incident = incident("session s-1", "alice@example.com");
    outcome(incident, "clear-okta-sessions", Status.DONE);
    Notifier failing =
        notifier(
            (owners, message) -> {
              throw ActionException.retryable("nobody was told", null);
            });
    OwnerMessage message = new OwnerMessage(incident.id(), "s", "t");
    assertThatThrownBy(() -> failing.send(List.of(), message)).hasMessage("nobody was told");
    assertThat(receiver.events()).isEmpty();
  }

  @Test
  void everyActionThatIsSaidToEndSessionsExists() {
    assertThat(SignallingNotifier.ENDING_SESSIONS)
        .allSatisfy(action -> assertThat(Catalogue.find(action)).isPresent());
  }
}
