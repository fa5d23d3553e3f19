package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.Past;
import dev.tokenresponder.context.Trust;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.lineage.Family;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
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
  private static final Instant LATER = Samples.SEEN.plusSeconds(600);

  private final InMemoryIncidentStore store = new InMemoryIncidentStore();
  private final IncidentContainments containments = new IncidentContainments(store, Lineage.NONE);
  private final Lineage lineage = new FollowedLineage(new InMemoryLinks());
  private final IncidentContainments familiar = new IncidentContainments(store, lineage);
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
  void what_only_prevents_more_does_not_contain() {
    contain("restrict-slack-app", Status.DONE);

    assertThat(containments.since(event)).isNull();
    assertThat(state()).isEqualTo(IncidentState.UNCONTAINED);

    contain("uninstall-slack-app", Status.HELD);

    assertThat(state()).isEqualTo(IncidentState.HELD);
  }

  @Test
  void what_prevents_more_beside_what_contains_takes_nothing_from_it() {
    contain("restrict-slack-app", Status.DONE);
    contain("uninstall-slack-app", Status.DONE);

    assertThat(state()).isEqualTo(IncidentState.CONTAINED);
  }

  private IncidentState state() {
    return store
        .latest(Samples.SESSION.ref().toString(), event.account())
        .map(Incident::state)
        .orElseThrow();
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

  @Test
  void a_later_session_of_the_same_name_is_another_one() {
    contain(Status.DONE);

    assertThat(containments.since(Family.used(issued(Samples.SESSION, done.plusMillis(1)), LATER)))
        .isNull();
    assertThat(containments.since(Family.used(issued(Samples.SESSION, done), LATER)))
        .isEqualTo(done);
  }

  @Test
  void what_descends_from_a_contained_credential_counts_as_contained() {
    Credential middle = Family.session("middle", "444455556666");
    Credential last = Family.session("last", "444455556666");
    lineage.record(Family.assumed(Samples.SESSION, middle, event.time()));
    lineage.record(Family.assumed(middle, last, event.time()));
    assertThat(familiar.since(Family.used(last, LATER))).isNull();

    contain(Status.DONE);

    assertThat(familiar.since(Family.used(last, LATER))).isEqualTo(done);
    assertThat(familiar.since(Family.used(Family.session("x", "444455556666"), LATER))).isNull();
  }

  @Test
  void what_a_later_session_of_the_contained_name_has_made_does_not() {
    Credential later = issued(Samples.SESSION, done.plusMillis(1));
    Credential child = Family.session("child", "444455556666");
    lineage.record(Family.assumed(later, child, LATER));

    contain(Status.DONE);

    assertThat(familiar.since(Family.used(child, LATER))).isNull();
  }

  /** A name of a session comes again; whoever made the earlier one did not make this one. */
  @Test
  void a_later_session_of_a_childs_name_descends_from_nobody_contained() {
    Credential child = issued(Family.session("deploy", "444455556666"), event.time());
    lineage.record(Family.assumed(Samples.SESSION, child, event.time()));
    contain(Status.DONE);

    assertThat(familiar.since(Family.used(issued(child, event.time()), LATER))).isEqualTo(done);
    assertThat(familiar.since(Family.used(issued(child, event.time().plusSeconds(5)), LATER)))
        .isEqualTo(done);
    assertThat(familiar.since(Family.used(issued(child, event.time().plusSeconds(6)), LATER)))
        .isNull();
  }

  @Test
  void a_child_that_must_be_left_alone_does_not_hide_that_the_parent_is_contained() {
    Incident incident = contain(Status.DONE);
    ActionKey exempt = new ActionKey(incident.id(), "revoke-role-session", "AROAX:child");
    complete(exempt, Status.REFUSED);

    assertThat(containments.since(event)).isEqualTo(done);
  }

  @Test
  void what_was_done_again_after_somebody_took_it_away_counts_from_the_first_time() {
    Incident incident = contain(Status.DONE);
    ActionKey again =
        new ActionKey(
            incident.id(), "revoke-role-session", Samples.SESSION_ID + "#re-check 0123abcd");
    store.complete(
        ((Claim.Granted) store.claim(again, done, Duration.ofMinutes(1))).token(),
        new ActionOutcome(again, Status.DONE, "again", Undo.NOTHING, done.plusSeconds(300)));

    assertThat(containments.since(event)).isEqualTo(done);
  }

  @Test
  void an_event_that_issues_counts_whenever_it_happened() {
    Credential child = Family.session("child", "444455556666");
    TokenEvent before = Family.assumed(Samples.SESSION, child, done.minusSeconds(60));

    assertThat(
            Facts.of(before, new Trust(Set.of(), Set.of(), List.of(), Map.of()), Past.UNKNOWN, done)
                .contained())
        .isTrue();
  }

  private static Credential issued(Credential credential, Instant at) {
    return new Credential(credential.ref(), null, credential.principal(), at, null);
  }

  private Incident contain(Status status) {
    return contain("revoke-role-session", status);
  }

  private Incident contain(String action, Status status) {
    Incident incident =
        store.report(
            IncidentReport.of(
                event, List.of(Samples.finding(Level.CRITICAL)), Duration.ofHours(24)));
    complete(new ActionKey(incident.id(), action, Samples.SESSION_ID), status);
    return incident;
  }

  private void complete(ActionKey key, Status status) {
    Claim claim = store.claim(key, done, Duration.ofMinutes(1));
    store.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(key, status, "for a test", Undo.NOTHING, done));
  }
}
