package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a verdict when the bus is not there. */
class DecisionFaultsTest {
  private final DecisionStage stage = new DecisionStage();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_verdict_that_nobody_heard_of_decides_nothing(boolean retryable) {
    Decision decision = stage.held();
    assertThatThrownBy(() -> broken(retryable).give(decision, Verdict.APPROVE))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());

    stage.ask(Map.of(), Disposition.APPROVE);

    assertThat(stage.handler.applied).isZero();
    assertThat(stage.outcome().status()).isEqualTo(Status.HELD);
    assertThat(stage.open()).containsExactly(decision);
    assertThat(stage.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
  }

  @Test
  void a_rejection_that_nobody_heard_of_is_announced_by_the_next() {
    Decision decision = stage.held();
    assertThatThrownBy(() -> broken(true).give(decision, Verdict.REJECT)).hasMessage("no bus");
    assertThat(stage.give(decision, Verdict.APPROVE)).isEqualTo(new Standing.Changed("refused"));

    assertThat(stage.give(decision, Verdict.REJECT)).isInstanceOf(Standing.Given.class);

    assertThat(stage.bus).extracting(Message::detailType).containsExactly("Action Completed");
    assertThat(stage.give(decision, Verdict.REJECT)).isInstanceOf(Standing.Settled.class);
  }

  @Test
  void what_was_rejected_on_the_command_line_is_not_rejected_once_more() {
    Decision decision = stage.held();
    new HeldActions(stage.store, stage.clock).reject(decision.action());

    assertThat(stage.give(decision, Verdict.REJECT)).isEqualTo(new Standing.Changed("refused"));
    assertThat(stage.bus).isEmpty();
  }

  private DecisionDesk broken(boolean retryable) {
    return stage.desk(
        messages -> {
          throw retryable
              ? ActionException.retryable("no bus", null)
              : ActionException.permanent("no right to the bus");
        });
  }
}
