package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
  private static final Seal SEAL = new Seal("EXAMPLE-secret-000001");
  private static final Policy POLICY =
      PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}");

  private final List<Message> bus = new ArrayList<>();

  private EvaluateService service(@Nullable Seal seal) {
    Clock clock = Clock.systemUTC();
    Evaluator evaluator =
        new Evaluator(
            RuleBook.of(RuleFile.builtIn(), POLICY),
            POLICY,
            Intake.BUS,
            Memory.local(),
            event -> clock.instant());
    return new EvaluateService(
        evaluator,
        new IncidentDesk(new InMemoryIncidentStore(), Duration.ofHours(24)),
        bus::addAll,
        clock,
        seal);
  }

  private static String sample() {
    try {
      return Files.readString(Path.of("../events/m365.audit/consent-to-application.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] received(String detail) {
    return Message.received(detail).envelope().getBytes(StandardCharsets.UTF_8);
  }

  private boolean asksToRemoveTheGrants() {
    return bus.stream()
        .filter(message -> message.detailType().equals(ActionMessages.REQUESTED))
        .anyMatch(
            message ->
                message.detail().contains("\"remove-app-grants\"")
                    && message.detail().contains("\"mode\":\"enforce\""));
  }

  @Test
  void aSealedRecordIsBelieved() {
    service(SEAL).handle(received(SEAL.close("m365.audit", sample())));
    assertThat(asksToRemoveTheGrants()).isTrue();
  }

  @Test
  void theSameRecordWithoutASealIsNotBelieved() {
    service(SEAL)
        .handle(
            ("{\"source\":\"token-responder\",\"detail-type\":\"Record\",\"detail\":"
                    + sample()
                    + "}")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(asksToRemoveTheGrants()).isFalse();
  }

  /** Callers choose their user agent, so it must not keep their calls from being judged. */
  @Test
  void whatACallerWritesIntoARecordDoesNotMakeItASealedOne() throws IOException {
    String stolen =
        Files.readString(Path.of("../events/aws.cloudtrail/stolen-instance-session.json"))
            .replaceFirst("\"userAgent\": \"[^\"]*\"", "\"userAgent\": \"Record Received\"");
    assertThat(stolen).contains("\"Record Received\"");
    assertThat(Seal.isOn(stolen.getBytes(StandardCharsets.UTF_8))).isFalse();

    service(SEAL).handle(stolen.getBytes(StandardCharsets.UTF_8));

    assertThat(bus).anyMatch(m -> m.detail().contains("\"revoke-role-session\""));
  }

  @Test
  void whatIsNotUnderThisSealIsMalformed() {
    String sealed = SEAL.close("m365.audit", sample());
    Seal other = new Seal("EXAMPLE-secret-000002");
    for (String detail :
        List.of(
            other.close("m365.audit", sample()),
            sealed.replace("\"source\":\"m365.audit\"", "\"source\":\"slack.audit\""),
            sealed.replace("UserId", "UserID"),
            sealed.replaceFirst("\"seal\":\"v1=[0-9a-f]+\"", "\"seal\":\"\""),
            "{}",
            "[]")) {
      assertThatThrownBy(() -> service(SEAL).handle(received(detail)))
          .isInstanceOf(MalformedEventException.class)
          .hasMessageContaining("seal");
    }
    assertThatThrownBy(() -> service(null).handle(received(sealed)))
        .isInstanceOf(MalformedEventException.class);
    assertThat(bus).isEmpty();
  }

  @Test
  void aSealHoldsOnlyInAMessageOfTheRespondersOwn() {
    String event = new String(received(SEAL.close("m365.audit", sample())), StandardCharsets.UTF_8);
    byte[] foreign =
        event
            .replace("\"source\":\"token-responder\"", "\"source\":\"com.example\"")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SEAL.open(foreign)).isInstanceOf(MalformedEventException.class);
  }

  /** A webhook proves nothing about a cloud: its records are read as of the one source only. */
  @ParameterizedTest
  @ValueSource(strings = {"aws.cloudtrail", "gcp.audit", "kubernetes.audit", "entra.audit"})
  void aWebhookVouchesForNoOtherSource(String source) throws IOException {
    for (Path sample : Files.list(Path.of("../events/" + source)).toList()) {
      if (!sample.toString().endsWith(".expected.json")) {
        byte[] record = Files.readAllBytes(sample);
        dev.tokenresponder.decode.Decoders.decode(record, Intake.WEBHOOK, source).stream()
            .filter(dev.tokenresponder.decode.Decoded.Event.class::isInstance)
            .map(dev.tokenresponder.decode.Decoded.Event.class::cast)
            .forEach(
                decoded ->
                    assertThat(decoded.event().provenance())
                        .isEqualTo(dev.tokenresponder.event.Provenance.CLAIMED));
      }
    }
  }
}
