package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.policy.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndoingTest {
  private static final String ACTION = "revoke-role-session";
  private static final Instant LATER = Samples.NOW.plusSeconds(3_600);

  private final InMemoryIncidentStore store = new InMemoryIncidentStore();
  private final Incident incident =
      store.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
  private final FakeHandler handler = new FakeHandler();

  @Test
  void everything_is_taken_back_and_recorded_the_newest_first() {
    act("first", Status.DONE, undo("first"), Samples.NOW);
    act("third", Status.FAILED, undo("third"), Samples.NOW.plusSeconds(2));
    act("second", Status.DONE, undo("second"), Samples.NOW.plusSeconds(1));
    act("planned", Status.PLANNED, Undo.NOTHING, Samples.NOW.plusSeconds(3));

    List<ActionOutcome> outcomes = undoing().undo(incident.id(), null);

    assertThat(handler.undone).containsExactly("third", "second", "first");
    assertThat(outcomes).extracting(ActionOutcome::status).containsOnly(Status.UNDONE);
    assertThat(outcomes).extracting(ActionOutcome::reason).containsOnly("read back: as before");
    assertThat(outcomes).extracting(ActionOutcome::at).containsOnly(LATER);
    assertThat(recorded().actions()).containsAll(outcomes).hasSize(4);
  }

  @Test
  void what_is_taken_back_no_longer_contains() {
    act("t", Status.DONE, undo("t"), Samples.NOW);
    assertThat(recorded().state()).isEqualTo(IncidentState.CONTAINED);

    undoing().undo(incident.id(), null);

    assertThat(recorded().state()).isEqualTo(IncidentState.UNDONE);
  }

  @Test
  void one_action_alone_can_be_taken_back() {
    act("first", Status.DONE, undo("first"), Samples.NOW);
    act("second", Status.DONE, undo("second"), Samples.NOW);

    undoing().undo(incident.id(), key("first"));

    assertThat(handler.undone).containsExactly("first");
  }

  @Test
  void twice_is_once() {
    act("t", Status.DONE, undo("t"), Samples.NOW);

    List<ActionOutcome> first = undoing().undo(incident.id(), key("t"));
    List<ActionOutcome> second = undoing().undo(incident.id(), key("t"));

    assertThat(second).isEqualTo(first);
    assertThat(undoing().undo(incident.id(), null)).isEmpty();
    assertThat(handler.undone).containsExactly("t");
  }

  @Test
  void what_left_nothing_to_take_back_is_refused_when_it_is_named() {
    act("t", Status.DONE, Undo.NOTHING, Samples.NOW);

    assertRefused(undoing().undo(incident.id(), key("t")), "left nothing");
    assertThat(handler.undone).isEmpty();
  }

  @Test
  void what_nobody_here_can_take_back_is_refused_with_what_to_run() {
    act("t", Status.DONE, undo("t"), Samples.NOW);
    ActionHandler doesOnly = request -> new Preparation.Refused("not for this test");

    for (Map<String, ActionHandler> handlers :
        List.of(Map.<String, ActionHandler>of(), Map.of(ACTION, doesOnly))) {
      assertRefused(undoing(handlers, LATER).undo(incident.id(), null), "run: undo t");
    }
    assertStillDone();
  }

  @Test
  void what_is_not_safe_to_take_back_is_refused_and_stays_done() {
    act("t", Status.DONE, undo("t"), Samples.NOW);
    handler.failure = ActionException.permanent("it was changed since");

    assertRefused(undoing().undo(incident.id(), null), "it was changed since");

    assertStillDone();
  }

  @Test
  void a_fault_that_may_pass_is_told_and_asking_again_takes_it_back() {
    act("t", Status.DONE, undo("t"), Samples.NOW);
    handler.failure = ActionException.retryable("throttled", null);

    ActionOutcome failed = undoing().undo(incident.id(), null).get(0);
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.reason()).contains("throttled", "again");
    assertStillDone();

    handler.failure = null;
    assertThat(undoing().undo(incident.id(), null).get(0).status()).isEqualTo(Status.UNDONE);
  }

  @Test
  void one_refusal_does_not_keep_the_others_from_being_taken_back() {
    act("first", Status.DONE, undo("first"), Samples.NOW);
    act("second", Status.DONE, undo("second"), Samples.NOW.plusSeconds(1));
    handler.failure = ActionException.permanent("changed");
    handler.failsOn = "second";

    assertThat(undoing().undo(incident.id(), null))
        .extracting(ActionOutcome::status)
        .containsExactly(Status.REFUSED, Status.UNDONE);
  }

  @Test
  void a_crash_between_the_change_and_its_record_is_made_good_by_the_next_run() {
    act("t", Status.DONE, undo("t"), Samples.NOW);
    store.claimUndo(key("t"), LATER, Duration.ofSeconds(90));
    handler.undo(undo("t"), LATER);

    ActionOutcome early = undoing().undo(incident.id(), null).get(0);
    assertThat(early.status()).isEqualTo(Status.FAILED);
    assertThat(early.reason()).contains("somebody is at it");

    Undoing next = undoing(Map.of(ACTION, handler), LATER.plusSeconds(90));
    assertThat(next.undo(incident.id(), null).get(0).status()).isEqualTo(Status.UNDONE);
    assertThat(handler.undone).containsExactly("t", "t");
    assertThat(recorded().state()).isEqualTo(IncidentState.UNDONE);
  }

  @Test
  void an_undo_that_another_worker_has_taken_over_is_not_recorded_twice() {
    act("t", Status.DONE, undo("t"), Samples.NOW);
    handler.meanwhile =
        () -> store.claimUndo(key("t"), LATER.plusSeconds(90), Duration.ofSeconds(90));

    ActionOutcome late = undoing().undo(incident.id(), null).get(0);

    assertThat(late.status()).isEqualTo(Status.FAILED);
    assertThat(recorded().actions().get(0).status()).isEqualTo(Status.DONE);
  }

  @Test
  void an_unknown_incident_or_action_is_said() {
    act("t", Status.DONE, undo("t"), Samples.NOW);

    assertThatThrownBy(() -> undoing().undo("inc-20260810-00", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inc-20260810-00");
    assertThatThrownBy(() -> undoing().undo(incident.id(), key("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }

  private Undoing undoing() {
    return undoing(Map.of(ACTION, handler), LATER);
  }

  private Undoing undoing(Map<String, ActionHandler> handlers, Instant now) {
    return new Undoing(handlers, store, Clock.fixed(now, ZoneOffset.UTC));
  }

  private void act(String target, Status status, Undo undo, Instant at) {
    Claim claim = store.claim(key(target), at, Duration.ofMinutes(1));
    store.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(key(target), status, "read back", undo, at));
  }

  private ActionKey key(String target) {
    return new ActionKey(incident.id(), ACTION, target);
  }

  private static Undo undo(String what) {
    return new Undo("undo " + what, Map.of("what", what));
  }

  private Incident recorded() {
    return store.find(incident.id()).orElseThrow();
  }

  private void assertStillDone() {
    assertThat(recorded().state()).isEqualTo(IncidentState.CONTAINED);
    assertThat(store.claim(key("t"), LATER, Duration.ofMinutes(1))).isInstanceOf(Claim.Done.class);
  }

  private static void assertRefused(List<ActionOutcome> outcomes, String reason) {
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).status()).isEqualTo(Status.REFUSED);
    assertThat(outcomes.get(0).reason()).contains(reason);
  }

  private static final class FakeHandler implements ActionHandler, UndoHandler {
    private final List<String> undone = new ArrayList<>();
    private ActionException failure;
    private String failsOn;
    private Runnable meanwhile = () -> {};

    @Override
    public Preparation prepare(ActionRequest request) {
      return new Preparation.Refused("not for this test");
    }

    @Override
    public String undo(Undo undo, Instant now) {
      String what = undo.data().get("what");
      if (failure != null && (failsOn == null || failsOn.equals(what))) {
        throw failure;
      }
      undone.add(what);
      meanwhile.run();
      return "read back: as before";
    }
  }
}
