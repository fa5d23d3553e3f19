package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.Past;
import dev.tokenresponder.context.Trust;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.policy.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IncidentContainmentsTest {
  private final InMemoryIncidentStore store = new InMemoryIncidentStore();
  private final IncidentContainments containments = new IncidentContainments(store, Lineage.NONE);
  private final TokenEvent event = Samples.sessionUsed();
  private final Instant done = event.time().minusSeconds(60);

  @Test
  void a_credential_is_contained_since_the_last_action_was_done() {
    contain(Status.DONE);

    assertThat(containments.since(event)).isEqualTo(done);
  }

  @ParameterizedTest
  @EnumSource(value = Status.class, mode = EnumSource.Mode.EXCLUDE, names = "DONE")
  void anything_less_than_done_is_not_contained(Status status) {
    contain(status);

    assertThat(containments.since(event)).isNull();
  }

  @Test
  void what_nothing_proves_and_what_has_no_incident_is_not_contained() {
    assertThat(containments.since(event)).isNull();

    contain(Status.DONE);

    assertThat(
            containments.since(Samples.event(Samples.SESSION, Outcome.SUCCESS, Provenance.CLAIMED)))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"PT4M59S, false", "PT5M1S, true", "-PT1H, false"})
  void only_what_happens_well_after_it_counts(Duration after, boolean contained) {
    Facts facts =
        Facts.of(
            event,
            new Trust(Set.of(), Set.of(), List.of(), Map.of()),
            Past.UNKNOWN,
            event.time().minus(after));

    assertThat(facts.contained()).isEqualTo(contained);
  }

  private void contain(Status status) {
    Incident incident =
        store.report(
            IncidentReport.of(
                event, List.of(Samples.finding(Level.CRITICAL)), Duration.ofHours(24)));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", Samples.SESSION_ID);
    Claim claim = store.claim(key, done, Duration.ofMinutes(1));
    store.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(key, status, "for a test", Undo.NOTHING, done));
  }
}
