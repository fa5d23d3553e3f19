package dev.tokenresponder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.benchmarks.workload.Workload;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final int RULES = 500;

  private final Workload workload = Workload.create();
  private final RuleSet<SigmaRule> ours = Engines.ours(workload.rules(RULES));

  @Test
  void bothEnginesSayTheSameOfEveryOrdinaryEvent() throws Exception {
    assertThat(Verdicts.difference(ours, Engines.ruler(workload.rules(RULES)), workload.events()))
        .isEmpty();
  }

  @Test
  void oneEventInTwentyMatches() {
    assertThat(workload.events()).hasSize(2_000);
    assertThat(workload.matching()).hasSize(100).noneMatch(event -> ours.match(event).isEmpty());
    assertThat(workload.quiet()).allMatch(event -> ours.match(event).isEmpty());
  }

  @Test
  void eventsAreAsLongAsThoseOfCloudTrail() {
    assertThat(workload.events()).allMatch(event -> event.length > 1_100 && event.length < 2_500);
  }
}
