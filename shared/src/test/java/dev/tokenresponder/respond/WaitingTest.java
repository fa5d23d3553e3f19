package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for a person is neither ended nor made another by whoever may write to the bus. */
class WaitingTest {
  private final DecisionStage stage = new DecisionStage();

  @ParameterizedTest
  @EnumSource(
      value = Disposition.class,
      names = {"REFUSE", "MONITOR"})
  void a_message_of_a_weaker_mode_does_not_end_the_waiting(Disposition mode) {
    Decision decision = stage.held();
    ActionOutcome held = stage.outcome();

    stage.ask(Map.of(), mode);

    assertThat(stage.outcome()).isEqualTo(held);
    assertThat(stage.open()).containsExactly(decision);
    assertThat(stage.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
    stage.deliver();
    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Disposition.class,
      names = {"APPROVE", "ENFORCE"})
  void a_message_about_something_else_does_not_take_the_place_of_what_waits(Disposition mode) {
    Decision decision = stage.held();
    ActionOutcome held = stage.outcome();

    stage.ask(Map.of(Arguments.SESSION, "else"), mode);

    assertThat(stage.outcome()).isEqualTo(held);
    assertThat(stage.handler.last.arguments()).doesNotContainKey(Arguments.SESSION);
    assertThat(stage.open()).containsExactly(decision);
  }

  @Test
  void what_waits_stays_free_for_whoever_asks_next() {
    Decision decision = stage.held();
    stage.ask(Map.of(), Disposition.REFUSE);

    assertThat(stage.give(decision, Verdict.REJECT)).isInstanceOf(Standing.Given.class);
  }
}
