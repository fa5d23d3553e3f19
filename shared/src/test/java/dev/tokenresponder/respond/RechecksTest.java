package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.Stop;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A denial that an attacker can take away between two looks. */
class RechecksTest {
  private static final String FUNCTION = "revoke-sessions";

  private final Denial denial = new Denial();
  private final Ticking clock = new Ticking();
  private final IncidentStore store = new InMemoryIncidentStore();
  private final List<Message> bus = new ArrayList<>();
  private final Map<Duration, Message> later = new LinkedHashMap<>();
  private String policy = "{version: 1, mode: enforce, trusted_networks: []}";
  private Incident incident;

  @BeforeEach
  void an_incident() {
    incident =
        store.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
  }

  @Test
  void what_was_done_is_looked_at_after_thirty_seconds_and_after_five_minutes() {
    act();

    assertThat(later.keySet())
        .containsExactlyInAnyOrder(Duration.ofSeconds(30), Duration.ofMinutes(5));
    assertThat(later.values()).extracting(Message::function).containsOnly(FUNCTION);
  }

  @Test
  void what_was_not_changed_or_cannot_be_taken_back_is_not_looked_at() {
    policy = "{version: 1, mode: monitor, trusted_networks: []}";
    act();
    denial.undo = Undo.NOTHING;
    policy = "{version: 1, mode: enforce, trusted_networks: []}";
    act();

    assertThat(later).isEmpty();
  }

  @Test
  void what_still_stands_is_recorded_as_proven_and_changes_nothing() {
    act();
    look(1);
    look(2);

    assertThat(denial.applied).isEqualTo(1);
    assertThat(looks())
        .extracting(ActionOutcome::reason)
        .containsExactly("still so: it is denied", "still so: it is denied");
    assertThat(now().state()).isEqualTo(IncidentState.CONTAINED);
  }

  @Test
  void what_somebody_took_away_is_done_again_and_told_as_critical() {
    act();
    bus.clear();
    later.clear();
    denial.there = false;

    look(1);

    assertThat(denial.there).isTrue();
    assertThat(looks())
        .singleElement()
        .extracting(ActionOutcome::reason)
        .asString()
        .startsWith("it is not there any more; done");
    assertThat(now().state()).isEqualTo(IncidentState.REOPENED);
    assertThat(now().level()).isEqualTo(Level.CRITICAL);
    assertThat(now().sightings())
        .extracting(Sighting::ruleId)
        .contains(Sighting.CONTAINMENT_REMOVED);
    assertThat(bus)
        .extracting(Message::detailType)
        .containsExactly("Incident Updated", "Action Requested", "Action Completed");
    assertThat(bus.get(1).function()).isEqualTo("notify-owners");
    assertThat(bus.get(1).detail()).contains("Containment is not there any more");
    assertThat(later).as("what was done again is looked at again").hasSize(2);
  }

  @Test
  void taken_away_again_and_again_it_is_done_again_and_again() {
    act();
    List<Integer> lengths = new ArrayList<>();
    for (int round = 1; round <= 5; round++) {
      Message next = later.get(Duration.ofSeconds(30));
      later.clear();
      denial.there = false;
      deliver(next);
      lengths.add(later.get(Duration.ofMinutes(5)).detail().length() / 10);
    }

    assertThat(denial.applied).isEqualTo(6);
    assertThat(lengths.get(4))
        .as("the name of the occasion does not grow")
        .isLessThanOrEqualTo(lengths.get(0) + 1);
  }

  @Test
  void the_sixth_time_in_an_hour_a_person_is_asked_and_others_limits_are_not_used_up() {
    act();
    for (int round = 1; round <= Rechecks.MOST_RESTORED + 1; round++) {
      Message next = later.get(Duration.ofSeconds(30));
      denial.there = false;
      deliver(next);
    }

    assertThat(denial.applied).isEqualTo(1 + Rechecks.MOST_RESTORED);
    assertThat(now().state()).isEqualTo(IncidentState.HELD);
  }

  @Test
  void what_is_refused_or_cannot_be_read_any_more_is_told_as_gone() {
    act();
    denial.refusal = "the policy allows something";
    look(1);
    assertThat(now().state()).isEqualTo(IncidentState.UNCONTAINED);
    assertThat(now().level()).isEqualTo(Level.CRITICAL);

    denial.refusal = null;
    denial.fault = ActionException.permanent("the responder lacks the permission");
    look(2);
    assertThat(looks())
        .hasSize(2)
        .last()
        .extracting(ActionOutcome::reason)
        .asString()
        .contains("failed", "lacks the permission");
  }

  @Test
  void what_stands_and_is_only_not_in_effect_everywhere_was_not_taken_away() {
    act();
    denial.there = false;
    denial.stands = true;

    look(1);

    assertThat(denial.applied).isEqualTo(1);
    assertThat(now().state()).isEqualTo(IncidentState.CONTAINED);
  }

  @Test
  void it_is_told_although_it_cannot_be_done_again_now() {
    act();
    bus.clear();
    denial.there = false;
    denial.whileApplying =
        () -> {
          throw ActionException.retryable("throttled", null);
        };

    assertThatThrownBy(() -> look(1)).isInstanceOf(ActionException.class);

    assertThat(bus).extracting(Message::function).contains("notify-owners");
  }

  @Test
  void what_was_taken_back_and_is_denied_for_another_incident_is_not_proven() {
    act();
    undo();
    denial.there = true;

    look(1);

    assertThat(looks())
        .extracting(ActionOutcome::reason)
        .containsExactly("nothing to look at: it was taken back");
  }

  @Test
  void what_a_person_takes_back_while_it_is_looked_at_stays_taken_back() {
    act();
    denial.there = false;
    denial.whilePreparing =
        () -> {
          denial.whilePreparing = () -> {};
          undo();
        };

    look(1);

    assertThat(denial.there).isFalse();
    assertThat(looks())
        .extracting(ActionOutcome::reason)
        .containsExactly("nothing to look at: it was taken back");
  }

  @Test
  void while_a_person_takes_it_back_nothing_is_done_again() {
    act();
    List<String> seen = new ArrayList<>();
    denial.whileUndoing =
        () ->
            assertThatThrownBy(() -> look(1))
                .isInstanceOfSatisfying(
                    ActionException.class, e -> seen.add(String.valueOf(e.getMessage())));

    undo();

    assertThat(seen).singleElement().asString().contains("is being taken back");
    assertThat(denial.there).isFalse();
    assertThat(denial.applied).isEqualTo(1);
    look(1);
    assertThat(denial.there).isFalse();
  }

  @Test
  void while_it_is_done_again_nobody_takes_it_back() {
    act();
    denial.there = false;
    List<ActionOutcome> undone = new ArrayList<>();
    denial.whileApplying =
        () -> {
          denial.whileApplying = () -> {};
          undone.addAll(undo());
        };

    look(1);

    assertThat(undone).extracting(ActionOutcome::status).contains(Status.FAILED);
    assertThat(denial.there).isTrue();
  }

  @Test
  void what_a_person_took_back_on_one_occasion_is_not_looked_for_on_another() {
    act();
    ActionRequest again = request("2026-08-10T10:10:00Z");
    deliver(Message.requested(again));
    new Undoing(Map.of("revoke-role-session", denial), store, clock)
        .undo(incident.id(), request().key());
    bus.clear();

    deliver(Message.recheck(again.attempted(1)));

    assertThat(bus).isEmpty();
    assertThat(denial.there).isFalse();
  }

  @Test
  void delivered_twice_a_look_is_one_look() {
    act();
    denial.there = false;
    look(1);
    look(1);

    assertThat(denial.applied).isEqualTo(2);
    assertThat(looks()).hasSize(1);
  }

  @Test
  void what_a_person_took_back_stays_taken_back() {
    act();
    undo();

    look(1);

    assertThat(denial.there).isFalse();
    assertThat(looks())
        .extracting(ActionOutcome::reason)
        .containsExactly("nothing to look at: it was taken back");
    assertThat(now().state()).isEqualTo(IncidentState.UNDONE);
  }

  @Test
  void beyond_a_limit_and_while_stopped_it_is_told_and_waits_for_a_person() {
    act();
    denial.there = false;
    store.stop(new Stop(Samples.NOW, "alice", "x"));

    look(1);

    assertThat(denial.there).isFalse();
    assertThat(now().state()).isEqualTo(IncidentState.HELD);
    assertThat(now().level()).isEqualTo(Level.CRITICAL);
    assertThat(bus).extracting(Message::function).contains("notify-owners");
  }

  @Test
  void a_fault_while_looking_leaves_the_look_to_the_next_delivery() {
    act();
    denial.fault = ActionException.retryable("throttled", null);
    assertThatThrownBy(() -> look(1)).isInstanceOf(ActionException.class);
    denial.fault = null;

    look(1);

    assertThat(looks()).hasSize(1);
  }

  @Test
  void a_look_that_another_worker_is_at_comes_again() {
    act();
    denial.whilePreparing =
        () -> {
          denial.whilePreparing = () -> {};
          assertThatThrownBy(() -> look(1))
              .isInstanceOfSatisfying(
                  ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
        };
    look(1);

    assertThat(looks()).hasSize(1);
  }

  @Test
  void a_look_days_later_belongs_to_its_own_incident() {
    act();
    Incident newer =
        store.report(
            new IncidentReport(
                incident.subject(),
                incident.principal(),
                incident.account(),
                incident.openedAt().plus(Duration.ofDays(3)),
                Duration.ofHours(24),
                List.of()));
    denial.there = false;

    look(2);

    assertThat(newer.id()).isNotEqualTo(incident.id());
    assertThat(now().level()).isEqualTo(Level.CRITICAL);
    assertThat(store.find(newer.id()).orElseThrow().sightings()).isEmpty();
  }

  private void act() {
    deliver(Message.requested(request()));
  }

  private void look(int number) {
    deliver(Message.recheck(request().attempted(number)));
  }

  private void deliver(Message message) {
    new ActService(
            Map.of("revoke-role-session", denial),
            PolicyReader.parse("p", policy),
            store,
            (looking, delay) -> later.put(delay, looking),
            bus::addAll,
            clock)
        .handle(message.envelope().getBytes(StandardCharsets.UTF_8), FUNCTION);
  }

  private List<ActionOutcome> undo() {
    return new Undoing(Map.of("revoke-role-session", denial), store, clock)
        .undo(incident.id(), null);
  }

  private ActionRequest request() {
    return request("2026-08-10T10:00:00Z");
  }

  private ActionRequest request(String occasion) {
    return new ActionRequest(
        incident.id(),
        "revoke-role-session",
        "t",
        "111122223333",
        Map.of(Arguments.OCCASION, occasion),
        Disposition.ENFORCE,
        "because",
        Map.of(),
        Samples.NOW,
        1);
  }

  private Incident now() {
    return store.find(incident.id()).orElseThrow();
  }

  private List<ActionOutcome> looks() {
    return now().actions().stream()
        .filter(outcome -> outcome.key().action().equals("re-check"))
        .toList();
  }

  private static final class Ticking extends Clock {
    private Instant now = Samples.NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plusSeconds(1);
      return now;
    }
  }

  private static final class Denial implements ActionHandler, UndoHandler, Preparation.Change {
    private boolean there;
    private int applied;
    private Undo undo = new Undo("undo it", Map.of());
    private ActionException fault;
    private String refusal;
    private boolean stands;
    private Runnable whilePreparing = () -> {};
    private Runnable whileApplying = () -> {};
    private Runnable whileUndoing = () -> {};

    @Override
    public Preparation prepare(ActionRequest request) {
      whilePreparing.run();
      if (fault != null) {
        throw fault;
      }
      if (refusal != null) {
        return new Preparation.Refused(refusal);
      }
      return there
          ? new Preparation.Unchanged("it is denied", new Undo("undo it", Map.of()))
          : new Preparation.Ready(this);
    }

    @Override
    public Principal principal() {
      return Samples.sessionUsed().actor();
    }

    @Override
    public boolean stands() {
      return stands;
    }

    @Override
    public String description() {
      return "deny it";
    }

    @Override
    public Undo undo() {
      return undo;
    }

    @Override
    public void apply() {
      whileApplying.run();
      applied++;
      there = true;
    }

    @Override
    public String verify() {
      return "read back";
    }

    @Override
    public String undo(Undo what, Instant now) {
      there = false;
      whileUndoing.run();
      return "taken back";
    }
  }
}
