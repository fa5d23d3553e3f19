package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An attacker with the right to do so takes the denial away within seconds. */
class DenialRemovedTest {
  private static final int CAP = 5;
  private static final Policy CAPPED =
      PolicyReader.parse(
          "capped",
          """
          version: 1
          mode: enforce
          trusted_networks: []
          limits: {per_action_per_hour: 5, per_account_per_hour: 5, total_per_hour: 5}
          """);

  private static Feed.Event stolen(int times) {
    Feed.Event event = Feed.stolen("app-1", 1);
    List<String> writes = Collections.nCopies(times, event.changes().get(0));
    return new Feed.Event(event.about(), event.json(), writes);
  }

  private static Deployment removedOnce(Steps.Plan plan, Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    variant.accept(deployment);
    deployment.steps.plan(plan);
    deployment.send(stolen(2));
    while (!denied(deployment)) {
      deployment.settleUntil(deployment.clock.instant().plusSeconds(1));
      deployment.clock.forward(Duration.ofSeconds(1));
    }
    deployment.cloud.removePoliciesOf("app-1");
    deployment.settle();
    return deployment;
  }

  private static boolean denied(Deployment deployment) {
    return deployment.cloud.denies("app-1", Feed.session(1), Feed.ISSUED);
  }

  private static Incident incident(Deployment deployment) {
    String id = deployment.askedFor(stolen(1).about()).iterator().next().incident();
    return deployment.store.find(id).orElseThrow();
  }

  private static Books restoredAndTold(String fault, Deployment deployment) {
    assertThat(denied(deployment)).as(fault).isTrue();
    assertThat(incident(deployment).state()).as(fault).isEqualTo(IncidentState.REOPENED);
    assertThat(incident(deployment).actions())
        .as(fault)
        .anyMatch(
            outcome ->
                outcome.key().action().equals("notify-owner")
                    && outcome.key().target().contains("Containment is not there any more"));
    return deployment.books().balanced(fault);
  }

  @Test
  void it_is_restored_and_told() {
    restoredAndTold("denial-removed", removedOnce((step, name) -> null, d -> {}))
        .print("denial-removed");
  }

  @ParameterizedTest
  @EnumSource(names = {"KILL_BEFORE", "KILL_AFTER"})
  void killed_anywhere_meanwhile_it_is_restored_and_told_all_the_same(Faults kill) {
    List<String> steps = removedOnce((step, name) -> null, d -> {}).steps.taken();
    Books books = Books.empty();
    int recorded = steps.indexOf("later send");
    for (int step = recorded; step < steps.size(); step++) {
      String fault = "denial-removed, " + kill.label();
      Deployment deployment = removedOnce(Steps.Plan.once(step, kill), d -> {});
      books =
          books.plus(
              restoredAndTold(fault + ", step " + step + ", " + steps.get(step), deployment));
    }
    books.print("denial-removed, " + kill.label());
  }

  @Test
  void removed_again_and_again_it_waits_for_a_person_once_the_cap_is_reached() {
    Deployment deployment = new Deployment();
    deployment.evaluatePolicy = () -> CAPPED;
    deployment.actPolicy = () -> CAPPED;
    deployment.send(stolen(CAP));
    for (int second = 0; second < 3_000; second++) {
      deployment.settleUntil(deployment.clock.instant());
      deployment.cloud.removePoliciesOf("app-1");
      deployment.clock.forward(Duration.ofSeconds(1));
    }

    assertThat(deployment.cloud.writes()).hasSize(CAP);
    assertThat(incident(deployment).state()).isEqualTo(IncidentState.HELD);
    deployment.books().print("denial-removed-again-and-again");
  }

  @Test
  void a_responder_that_does_not_look_again_would_be_seen() {
    Deployment deployment = removedOnce((step, name) -> null, d -> d.looksAgain = false);

    assertThatThrownBy(() -> restoredAndTold("denial-removed", deployment))
        .isInstanceOf(AssertionError.class);
  }
}
