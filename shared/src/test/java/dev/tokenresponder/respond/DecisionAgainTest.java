package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.incident.Stop;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.ResponseBus.Message;
import dev.tokenresponder.respond.Verdict.Question;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A verdict that did not take effect leaves neither a dead link nor a live approval behind. */
class DecisionAgainTest {
  private final DecisionStage stage = new DecisionStage();

  @Test
  void what_everything_was_stopped_for_after_its_approval_can_be_approved_again() {
    Decision decision = stage.held();
    stage.give(decision, Verdict.APPROVE);
    stage.store.stop(new Stop(Samples.NOW, "alice", "a false alarm"));
    stage.deliver();
    stage.store.resume();

    stage.ask(Map.of(), Disposition.APPROVE);
    assertThat(stage.handler.applied).as("unasked").isZero();
    assertThat(stage.open()).containsExactly(decision);
    assertThat(stage.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
    stage.deliver();
    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void what_failed_after_its_approval_is_done_only_when_it_is_approved_again() {
    Decision decision = stage.held();
    stage.give(decision, Verdict.APPROVE);
    stage.handler.fault = ActionException.permanent("lacks the permission");
    stage.deliver();
    assertThat(stage.outcome().status()).isEqualTo(Status.FAILED);
    assertThat(stage.open()).containsExactly(decision);
    stage.handler.fault = null;

    stage.ask(Map.of(), Disposition.APPROVE);
    assertThat(stage.handler.applied).as("unasked").isZero();
    stage.bus.clear();
    assertThat(stage.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
    stage.deliver();
    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void an_approval_holds_until_a_retry_has_ended() {
    Decision decision = stage.held();
    stage.give(decision, Verdict.APPROVE);
    Message approved = stage.bus.get(0);
    stage.handler.fault = ActionException.retryable("throttled", null);
    assertThatThrownBy(() -> stage.deliver(approved)).hasMessageContaining("throttled");
    assertThat(stage.open()).as("nobody is asked twice").isEmpty();

    stage.handler.fault = null;
    stage.deliver(approved);
    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void an_approval_given_while_the_same_is_asked_for_once_more_holds() {
    Decision decision = stage.held();
    stage.handler.meanwhile = () -> stage.give(decision, Verdict.APPROVE);
    stage.ask(Map.of(), Disposition.APPROVE);

    stage.deliver();

    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void what_could_not_be_taken_back_can_be_asked_to_be_once_more() {
    Decision decision = stage.done();
    stage.give(decision, Verdict.UNDO);
    Message asked = stage.bus.get(0);
    stage.handler.failure = ActionException.permanent("lacks the permission");
    stage.deliver();
    assertThat(stage.told()).singleElement().asString().contains("lacks the permission");
    assertThat(stage.open()).containsExactly(decision);
    stage.handler.failure = null;
    assertThatThrownBy(() -> stage.deliver(asked)).hasMessageContaining("nobody has said");

    assertThat(stage.give(decision, Verdict.UNDO)).isInstanceOf(Standing.Given.class);
    assertThat(stage.give(decision, Verdict.UNDO)).isInstanceOf(Standing.Settled.class);
    stage.deliver();
    assertThat(stage.outcome().status()).isEqualTo(Status.UNDONE);
    stage.deliver(asked);
    assertThat(stage.handler.undone).isEqualTo(1);
  }

  @Test
  void clocks_that_differ_neither_keep_an_approval_nor_lose_it() {
    Decision decision = stage.held();
    stage.clock.pass(Duration.ofSeconds(-10));
    stage.give(decision, Verdict.APPROVE);
    stage.store.stop(new Stop(Samples.NOW, "alice", "a false alarm"));
    stage.clock.pass(Duration.ofSeconds(-10));
    stage.deliver();
    stage.store.resume();
    assertThat(stage.open()).as("held again").containsExactly(decision);

    stage.give(decision, Verdict.APPROVE);
    stage.handler.fault = ActionException.permanent("lacks the permission");
    stage.clock.pass(Duration.ofSeconds(-10));
    stage.deliver();
    assertThat(stage.open()).as("failed").containsExactly(decision);

    stage.give(decision, Verdict.APPROVE);
    stage.handler.fault = null;
    stage.deliver();
    assertThat(stage.outcome().status()).as("not lost").isEqualTo(Status.DONE);

    Decision undo = stage.open().get(0);
    stage.give(undo, Verdict.UNDO);
    stage.handler.failure = ActionException.permanent("lacks the permission");
    stage.clock.pass(Duration.ofSeconds(-10));
    stage.deliver();
    assertThat(stage.open()).as("refused").containsExactly(undo);
  }

  @Test
  void whoever_acts_before_the_verdict_is_final_leaves_the_question_open() {
    Decision decision = stage.held();
    stage.handler.fault = ActionException.permanent("lacks the permission");

    stage.desk(messages -> messages.forEach(stage::deliver)).give(decision, Verdict.APPROVE);

    assertThat(stage.open()).containsExactly(decision);
  }

  @Test
  void what_is_decided_is_not_open_any_more() {
    Decision waits = stage.held();
    stage.give(waits, Verdict.APPROVE);
    assertThat(stage.open()).isEmpty();
    stage.deliver();
    assertThat(stage.open()).extracting(Decision::question).containsExactly(Question.UNDO);
    stage.give(stage.open().get(0), Verdict.UNDO);
    assertThat(stage.open()).isEmpty();
  }
}
