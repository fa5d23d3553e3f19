package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes to the bus does not choose which sessions an action reaches in times to come. */
class CutoffsTest {
  private static final String FAR = "2099-01-01T00:00:00Z";

  private final DecisionStage stage = new DecisionStage();

  @ParameterizedTest
  @ValueSource(strings = {Arguments.SEEN_AT, Arguments.ISSUED_AT, Arguments.ISSUED_BEFORE})
  void no_time_is_ahead_of_our_clock(String time) {
    stage
        .act("enforce")
        .handle(
            DecisionStage.event(
                Message.requested(stage.request(Map.of(time, FAR), Disposition.ENFORCE))),
            "revoke-sessions");

    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
    assertThat(Instant.parse(stage.handler.last.argument(time)))
        .isBetween(Samples.NOW, Samples.NOW.plusSeconds(60));
  }

  @Test
  void clocks_that_differ_a_little_are_believed() {
    String ahead = Samples.NOW.plus(Duration.ofMinutes(10)).toString();

    stage.ask(Map.of(Arguments.SEEN_AT, ahead, Arguments.ISSUED_AT, "none"), Disposition.APPROVE);

    assertThat(stage.handler.last.arguments())
        .containsEntry(Arguments.SEEN_AT, ahead)
        .containsEntry(Arguments.ISSUED_AT, "none");
  }

  @Test
  void what_is_approved_reaches_the_sessions_issued_until_then() {
    stage.ask(Map.of(Arguments.ISSUED_BEFORE, "2026-08-10T10:00:01Z"), Disposition.APPROVE);
    Decision decision = stage.open().get(0);
    stage.ask(
        Map.of(Arguments.ISSUED_BEFORE, FAR, Arguments.ISSUED_AT, "2020-01-01T00:00:00Z"),
        Disposition.APPROVE);
    stage.bus.clear();
    stage.clock.pass(Duration.ofMinutes(30));
    stage.give(decision, Verdict.APPROVE);
    stage.clock.pass(Duration.ofHours(2));

    stage.deliver();

    assertThat(stage.outcome().status()).isEqualTo(Status.DONE);
    Instant cutoff = Instant.parse(stage.handler.last.argument(Arguments.ISSUED_BEFORE));
    assertThat(cutoff).isBetween(Samples.NOW.plusSeconds(1_800), Samples.NOW.plusSeconds(1_900));
    assertThat(stage.handler.last.argument(Arguments.ISSUED_AT))
        .isEqualTo(cutoff.minusSeconds(1).toString());
  }

  @Test
  void what_knows_no_cutoff_gets_none() {
    Decision decision = stage.held();
    stage.give(decision, Verdict.APPROVE);

    stage.deliver();

    assertThat(stage.handler.last.arguments()).containsOnlyKeys(Arguments.OCCASION);
  }

  @Test
  void assuming_a_role_again_under_the_same_name_does_not_make_a_link_worthless() {
    stage.ask(Map.of(Arguments.ISSUED_AT, "2026-08-10T09:50:00Z"), Disposition.APPROVE);
    Decision decision = stage.open().get(0);

    stage.ask(Map.of(Arguments.ISSUED_AT, "2026-08-10T10:00:04Z"), Disposition.APPROVE);

    assertThat(stage.open()).containsExactly(decision);
  }
}
