package dev.tokenresponder.connectors.signals;

import static dev.tokenresponder.connectors.signals.Sets.sessionRevoked;
import static dev.tokenresponder.connectors.signals.Sets.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.Posts;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalsWebhookTest {
  private final Posts sink = new Posts();
  private final SignalsWebhook webhook = new SignalsWebhook(receiver(), sink);

  private static SignalReceiver receiver() {
    Clock clock = Clock.fixed(Sets.NOW, ZoneOffset.UTC);
    String issuer = sessionRevoked().path("iss").asText();
    String audience =
        sessionRevoked().path("aud").isArray()
            ? sessionRevoked().path("aud").get(0).asText()
            : sessionRevoked().path("aud").asText();
    TrustedTransmitter transmitter =
        new TrustedTransmitter(
            issuer,
            audience,
            Set.of(issuer),
            Duration.ofDays(1),
            new com.nimbusds.jose.jwk.source.ImmutableJWKSet<>(
                new JWKSet(List.of(Sets.RSA.toPublicJWK(), Sets.EC.toPublicJWK()))));
    return new SignalReceiver(List.of(transmitter), new InMemoryReplayGuard(clock), clock);
  }

  private InboundAnswer post(String type, String body) {
    return webhook.receive(Posts.post("/signals", body, Map.of("content-type", type)));
  }

  @Test
  void aTokenBecomesARecordAndIsAcknowledged() {
    InboundAnswer answer = post("application/secevent+jwt", signed(sessionRevoked()));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(sink.sources).containsExactly("generic.oauth");
    assertThat(sink.records.get(0)).contains("caep.session-revoked");
    post("application/secevent+jwt; charset=utf-8", signed(sessionRevoked()));
    assertThat(sink.records).hasSize(1);
  }

  @Test
  void whatIsNotBelievedIsRefusedWithAnErrorOfRfc8935() {
    InboundAnswer answer =
        post("application/secevent+jwt", signed(sessionRevoked().put("aud", "other")));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    assertThat(answer.body()).contains("\"err\":\"invalid_audience\"");
    assertThat(post("text/plain", signed(sessionRevoked())).body()).contains("invalid_request");
    assertThat(sink.records).isEmpty();
  }

  @Test
  void whatTheBusDidNotTakeMayComeAgain() {
    sink.full(true);
    assertThatThrownBy(() -> post("application/secevent+jwt", signed(sessionRevoked())))
        .hasMessage("the bus is full");
    sink.full(false);
    assertThat(post("application/secevent+jwt", signed(sessionRevoked())).status()).isEqualTo(202);
    assertThat(sink.records).hasSize(1);
  }
}
