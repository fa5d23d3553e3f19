package dev.tokenresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.respond.RuleFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentReopenedTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {Sighting.CONTAINMENT_REMOVED, Sighting.USED_AFTER_CONTAINMENT})
  void what_is_used_or_freed_after_it_was_contained_reopens_the_incident(String rule) {
    assertThat(incident(Status.DONE, rule, NOW.plusSeconds(600)).state())
        .isEqualTo(IncidentState.REOPENED);
  }

  @Test
  void anything_else_and_anything_before_leaves_it_contained() {
    assertThat(incident(Status.DONE, "another-rule", NOW.plusSeconds(600)).state())
        .isEqualTo(IncidentState.CONTAINED);
    assertThat(incident(Status.DONE, Sighting.CONTAINMENT_REMOVED, NOW.minusSeconds(1)).state())
        .isEqualTo(IncidentState.CONTAINED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNDONE", "HELD", "FAILED"})
  void what_a_person_must_look_at_anyway_stays_what_it_is(Status status) {
    assertThat(incident(status, Sighting.CONTAINMENT_REMOVED, NOW.plusSeconds(600)).state())
        .isNotEqualTo(IncidentState.REOPENED);
  }

  @Test
  void the_rule_that_reopens_is_one_of_the_built_in() {
    assertThat(RuleFile.builtIn())
        .filteredOn(file -> file.text().contains(Sighting.USED_AFTER_CONTAINMENT))
        .singleElement()
        .satisfies(file -> assertThat(file.name()).contains("used-after-containment"));
  }

  private static Incident incident(Status status, String rule, Instant seen) {
    ActionKey key = new ActionKey("inc-1", "revoke-role-session", "t");
    return new Incident(
        "inc-1",
        "session t",
        "p",
        null,
        NOW,
        List.of(new Sighting("e", seen, "s", "n", null, rule, "t", Level.CRITICAL)),
        List.of(new ActionOutcome(key, status, "", new Undo("undo", Map.of()), NOW)));
  }
}
