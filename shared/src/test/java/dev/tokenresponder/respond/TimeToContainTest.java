package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A denial that is written 5.25 seconds after the event, and what counts as that. */
class TimeToContainTest {
  private static final String OCCASION = "2026-08-10T10:00:00Z";
  private static final String REVOKE = "revoke-role-session";
  private static final String NOTIFY = "notify-owner";
  private static final String TIME = "\"timeToContainSeconds\":";

  private final PrintStream console = System.out;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final IncidentStore store = new InMemoryIncidentStore();
  private final Incident incident =
      store.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
  private final Denial denial = new Denial();
  private Instant now = Samples.NOW;
  private String mode = "enforce";
  private ResponseBus bus = messages -> {};

  @BeforeEach
  void catchTheLog() {
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveItBack() {
    System.setOut(console);
  }

  @Test
  void it_is_counted_and_logged_as_a_number_of_seconds() {
    act(REVOKE, OCCASION);

    assertThat(metrics.told).containsExactly("ended done", "contained after PT5.25S");
    assertThat(log()).contains("\"message\":\"action\"", TIME + "5.25}");
  }

  @Test
  void a_duplicate_is_logged_and_does_not_count() {
    act(REVOKE, OCCASION);
    metrics.told.clear();
    log.reset();

    act(REVOKE, OCCASION);

    assertThat(metrics.told).isEmpty();
    assertThat(log()).contains("\"status\":\"done\"").doesNotContain(TIME);
  }

  @Test
  void what_was_done_and_not_announced_counts_all_the_same_and_once() {
    bus =
        messages -> {
          throw ActionException.retryable("the bus is out of reach", null);
        };
    assertThatThrownBy(() -> act(REVOKE, OCCASION)).isInstanceOf(ActionException.class);
    bus = messages -> {};
    act(REVOKE, OCCASION);

    assertThat(metrics.told).containsExactly("ended done", "contained after PT5.25S");
    assertThat(log()).containsOnlyOnce(TIME);
  }

  @Test
  void seen_again_what_still_stands_does_not_count() {
    act(REVOKE, OCCASION);
    metrics.told.clear();
    log.reset();

    act(REVOKE, "2026-08-10T10:10:00Z");

    assertThat(metrics.told).containsExactly("ended done");
    assertThat(log()).doesNotContain(TIME);
  }

  @Test
  void what_could_be_confirmed_only_later_counts_then() {
    denial.unreadable = true;
    assertThatThrownBy(() -> act(REVOKE, OCCASION)).isInstanceOf(ActionException.class);
    assertThat(metrics.told).isEmpty();

    denial.unreadable = false;
    now = now.plusSeconds(60);
    act(REVOKE, OCCASION);

    assertThat(metrics.told).containsExactly("ended done", "contained after PT1M5.25S");
  }

  @Test
  void telling_an_owner_does_not_count() {
    act(NOTIFY, OCCASION);

    assertThat(metrics.told).containsExactly("ended done");
    assertThat(log()).contains(NOTIFY).doesNotContain(TIME);
  }

  @Test
  void what_is_only_planned_does_not_count() {
    mode = "monitor";
    act(REVOKE, OCCASION);

    assertThat(metrics.told).containsExactly("ended planned");
    assertThat(log()).doesNotContain(TIME);
  }

  @Test
  void what_waits_ends_once_and_what_waited_took_as_long_as_the_person() {
    mode = "approve";
    act(REVOKE, OCCASION);
    act(REVOKE, OCCASION);
    assertThat(metrics.told).containsExactly("ended held");
    metrics.told.clear();

    mode = "enforce";
    now = now.plusSeconds(3600);
    act(REVOKE, OCCASION);

    assertThat(metrics.told).containsExactly("ended done");
    assertThat(log()).doesNotContain(TIME);
  }

  @Test
  void what_a_look_finds_gone_and_does_again_was_contained_before() {
    act(REVOKE, OCCASION);
    metrics.told.clear();
    log.reset();
    denial.there = false;

    deliver(Message.recheck(request(REVOKE, OCCASION, SEEN).attempted(1)));

    assertThat(denial.there).isTrue();
    assertThat(metrics.told).containsExactly("ended done");
    assertThat(log()).contains("\"message\":\"re-check\"").doesNotContain(TIME);
  }

  @Test
  void what_a_look_finds_gone_and_a_person_is_asked_for_is_logged_as_an_action_that_waits() {
    act(REVOKE, OCCASION);
    log.reset();
    denial.there = false;
    mode = "approve";

    deliver(Message.recheck(request(REVOKE, OCCASION, SEEN).attempted(1)));

    assertThat(log().lines())
        .anySatisfy(
            line -> assertThat(line).contains("\"message\":\"action\"", "\"status\":\"held\""))
        .anySatisfy(
            line -> assertThat(line).contains("\"message\":\"re-check\"", "\"status\":\"done\""));
  }

  @Test
  void an_event_from_a_clock_that_is_ahead_was_contained_at_once() {
    now = Samples.SEEN.minusSeconds(2);
    act(REVOKE, OCCASION);

    assertThat(metrics.told).containsExactly("ended done", "contained after PT0S");
    assertThat(log()).contains(TIME + "0.0}");
  }

  @Test
  void without_a_time_of_the_event_there_is_none() {
    deliver(Message.requested(request(REVOKE, OCCASION, Map.of("time", "a re-check"))));
    deliver(Message.requested(request(REVOKE, "2026-08-10T10:10:00Z", Map.of())));

    assertThat(metrics.told).containsExactly("ended done", "ended done");
  }

  private static final Map<String, String> SEEN = Map.of("time", Samples.SEEN.toString());

  private void act(String action, String occasion) {
    deliver(Message.requested(request(action, occasion, SEEN)));
  }

  private void deliver(Message message) {
    ActionHandler handler = denial::prepare;
    new ActService(
            Map.of(REVOKE, handler, NOTIFY, handler),
            PolicyReader.parse("p", "{version: 1, mode: " + mode + ", trusted_networks: []}"),
            store,
            DelayedDelivery.NONE,
            messages -> bus.put(messages),
            Clock.fixed(now, ZoneOffset.UTC),
            metrics)
        .handle(
            message.envelope().getBytes(StandardCharsets.UTF_8),
            message.detail().contains(NOTIFY) ? "notify-owners" : "revoke-sessions");
  }

  private ActionRequest request(String action, String occasion, Map<String, String> evidence) {
    return new ActionRequest(
        incident.id(),
        action,
        Samples.SESSION_ID,
        "111122223333",
        Map.of(Arguments.OCCASION, occasion),
        Disposition.ENFORCE,
        "a stolen session",
        evidence,
        Samples.NOW,
        1);
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private static final class Denial implements Preparation.Change {
    private boolean there;
    private boolean unreadable;

    Preparation prepare(ActionRequest request) {
      return there
          ? new Preparation.Unchanged("it is denied", undo())
          : new Preparation.Ready(this);
    }

    @Override
    public Principal principal() {
      return Samples.APP_SERVER;
    }

    @Override
    public String description() {
      return "deny it";
    }

    @Override
    public Undo undo() {
      return new Undo("undo it", Map.of());
    }

    @Override
    public void apply() {
      there = true;
    }

    @Override
    public String verify() {
      if (unreadable) {
        throw ActionException.retryable("not to be seen yet", null);
      }
      return "read back";
    }
  }
}
