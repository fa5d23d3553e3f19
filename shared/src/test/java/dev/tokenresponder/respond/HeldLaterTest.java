package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Stop;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.ResponseBus.Message;
import dev.tokenresponder.respond.Verdict.Question;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits after people were told of an incident is told of as well. */
class HeldLaterTest {
  private static final Map<String, String> LATER =
      Map.of(Arguments.OCCASION, "2026-08-10T10:10:00Z");

  private final DecisionStage stage = new DecisionStage();

  @Test
  void what_waits_before_people_are_told_is_left_to_that_notification() {
    stage.ask(Map.of(), Disposition.APPROVE);
    notified();
    stage.ask(Map.of(), Disposition.APPROVE);

    assertThat(stage.told()).isEmpty();
  }

  @Test
  void what_waits_only_after_people_were_told_is_told_of_by_itself() {
    notified();

    stage.ask(Map.of(), Disposition.APPROVE);

    assertThat(stage.told())
        .singleElement()
        .asString()
        .contains("this waits for a person", "revoke-role-session", "deny it");
  }

  @Test
  void a_later_session_of_the_same_name_is_told_of_once() {
    stage.held();
    notified();

    stage.ask(LATER, Disposition.APPROVE);
    stage.ask(LATER, Disposition.APPROVE);

    assertThat(stage.told()).hasSize(2);
    assertThat(stage.told().stream().map(HeldLaterTest::key).distinct()).hasSize(1);
  }

  @Test
  void in_a_storm_nobody_is_told_of_one_action() {
    stage.held();

    stage.ask(LATER, Disposition.APPROVE);

    assertThat(stage.told()).isEmpty();
  }

  @Test
  void a_link_of_before_does_not_decide_and_hides_nothing() {
    Decision before = stage.held();
    stage.ask(LATER, Disposition.APPROVE);

    assertThat(stage.give(before, Verdict.APPROVE))
        .isInstanceOfSatisfying(
            Standing.Changed.class, c -> assertThat(c.how()).contains("newer link"));

    Decision now = stage.open().get(0);
    assertThat(now.action().target()).contains("10:10:00");
    stage.bus.clear();
    stage.give(now, Verdict.APPROVE);
    stage.deliver();
    assertThat(stage.open()).extracting(Decision::question).containsExactly(Question.UNDO);
    assertThat(stage.now().containment()).hasSize(1);
    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void what_a_person_rejected_and_is_asked_for_once_more_is_told_of() {
    Decision decision = stage.held();
    stage.give(decision, Verdict.REJECT);
    notified();
    stage.bus.clear();

    stage
        .act("enforce")
        .handle(
            DecisionStage.event(Message.requested(stage.request(LATER, Disposition.ENFORCE))),
            "revoke-sessions");

    assertThat(stage.told()).singleElement().asString().contains("rejected by a person");
  }

  @Test
  void every_hold_after_an_approval_is_another_one_to_tell_of() {
    stage.held();
    notified();
    stage.ask(LATER, Disposition.APPROVE);
    Object first = key(stage.told().get(0));
    stage.bus.clear();
    stage.give(stage.open().get(0), Verdict.APPROVE);
    stage.store.stop(new Stop(stage.clock.instant(), "alice", "a false alarm"));
    stage.deliver();

    assertThat(stage.told()).singleElement().satisfies(t -> assertThat(key(t)).isNotEqualTo(first));
  }

  @Test
  void a_long_name_leaves_room_in_the_key_of_the_notification() {
    stage.held();
    notified();
    stage.ask(Map.of(Arguments.OCCASION, "x".repeat(900)), Disposition.APPROVE);

    assertThat(stage.told())
        .singleElement()
        .satisfies(t -> assertThat(key(t).target()).hasSizeLessThan(400));
  }

  private void notified() {
    ActionKey key = new ActionKey(stage.incident.id(), Catalogue.NOTIFY_OWNER, "an owner#high");
    Claim claim = stage.store.claim(key, stage.clock.instant(), Duration.ofMinutes(1));
    stage.store.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(key, Status.DONE, "told", Undo.NOTHING, stage.clock.instant()));
  }

  private static ActionKey key(String request) {
    ActionRequest read = ActionMessages.read(Json.read(request.getBytes(StandardCharsets.UTF_8)));
    return read.key();
  }
}
