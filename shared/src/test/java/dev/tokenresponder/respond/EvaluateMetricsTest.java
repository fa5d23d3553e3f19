package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What evaluate counts of a stolen session's event. */
class EvaluateMetricsTest {
  private static final Path SAMPLE =
      Path.of("../events/aws.cloudtrail/stolen-instance-session.json");
  private static final Policy POLICY =
      PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}");

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final IncidentStore store = new InMemoryIncidentStore();
  private ResponseBus bus = messages -> {};
  private String event;
  private Instant time;

  @BeforeEach
  void read() throws IOException {
    event = Files.readString(SAMPLE);
    int at = event.indexOf("\"eventTime\": \"") + "\"eventTime\": \"".length();
    time = Instant.parse(event.substring(at, event.indexOf('"', at)));
  }

  @Test
  void an_event_is_judged_and_opens_an_incident() {
    judge(event, time.plusMillis(4500));

    assertThat(metrics.told).containsExactly("opened", "judged aws.cloudtrail after PT4.5S");
  }

  @Test
  void what_joins_an_incident_opens_none_and_neither_does_a_duplicate() {
    judge(event, time.plusSeconds(4));
    judge(event, time.plusSeconds(5));
    judge(event.replaceAll("\"eventID\": \".{8}", "\"eventID\": \"00000000"), time.plusSeconds(6));

    assertThat(metrics.told).containsOnlyOnce("opened").hasSize(4);
  }

  @Test
  void an_incident_that_was_opened_and_not_announced_counts_once() {
    bus =
        messages -> {
          throw ActionException.retryable("the bus is out of reach", null);
        };
    assertThatThrownBy(() -> judge(event, time.plusSeconds(4))).isInstanceOf(ActionException.class);
    bus = messages -> {};
    judge(event, time.plusSeconds(64));

    assertThat(metrics.told).containsExactly("opened", "judged aws.cloudtrail after PT1M4S");
  }

  @Test
  void an_event_from_a_clock_that_is_ahead_is_not_younger_than_now() {
    judge(event, time.minusSeconds(3));

    assertThat(metrics.told).contains("judged aws.cloudtrail after PT0S");
  }

  @Test
  void what_is_no_token_event_is_not_counted() {
    judge("{\"source\": \"example\"}", time);

    assertThat(metrics.told).isEmpty();
  }

  private void judge(String record, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    Evaluator evaluator =
        new Evaluator(
            RuleBook.of(RuleFile.builtIn(), POLICY),
            POLICY,
            Intake.BUS,
            Memory.local(),
            any -> clock.instant());
    new EvaluateService(
            evaluator,
            new IncidentDesk(store, Duration.ofHours(24)),
            messages -> bus.put(messages),
            clock,
            null,
            metrics)
        .handle(record.getBytes(StandardCharsets.UTF_8));
  }
}
