package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Planner;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StormsTest {
  private static final Planner PLANNER =
      new Planner(PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}"));

  private static final List<Finding> FINDINGS =
      List.of(Samples.finding(Level.CRITICAL, "contain-credential"));

  private final IncidentStore store = new InMemoryIncidentStore();
  private final IncidentDesk desk = new IncidentDesk(store, Duration.ofHours(24));
  private final List<ActionRequest> requests = new ArrayList<>();

  @Test
  void many_incidents_at_once_are_told_one_by_one_and_then_once() {
    for (int principal = 0; principal < 1_000; principal++) {
      open(principal, Samples.NOW);
    }

    assertThat(told().map(ActionRequest::key).distinct()).hasSize(Storms.MOST_TOLD + 1);
    ActionRequest storm = told().reduce((one, other) -> other).orElseThrow();
    assertThat(storm.evidence().get("rules")).contains("more than 20 incidents in an hour");
    Incident group = store.find(storm.incident()).orElseThrow();
    assertThat(group.principal()).isEqualTo("many principals");
    assertThat(group.sightings()).hasSize(Storms.MOST_NAMED);
    assertThat(group.sightings().get(0).title()).contains("inc-");
  }

  @Test
  void what_is_to_be_done_is_done_in_every_incident_of_a_storm() {
    for (int principal = 0; principal < 100; principal++) {
      open(principal, Samples.NOW);
    }

    assertThat(requests.stream().filter(r -> !isTelling(r)).map(ActionRequest::key).distinct())
        .hasSize(100);
  }

  @Test
  void what_was_told_before_the_storm_is_told_by_itself_in_it() {
    open(0, Samples.NOW);
    for (int principal = 1; principal < 50; principal++) {
      open(principal, Samples.NOW.plusSeconds(60));
    }
    requests.clear();

    open(0, Samples.NOW.plusSeconds(120));
    open(49, Samples.NOW.plusSeconds(121));

    List<ActionKey> keys = told().map(ActionRequest::key).toList();
    assertThat(store.find(keys.get(0).incident()).orElseThrow().principal())
        .isNotEqualTo("many principals");
    assertThat(store.find(keys.get(1).incident()).orElseThrow().principal())
        .isEqualTo("many principals");
  }

  @Test
  void a_more_serious_finding_than_the_storms_is_told_by_itself() {
    for (int principal = 0; principal < 50; principal++) {
      open(principal, Samples.NOW);
    }
    requests.clear();

    open(
        99,
        Samples.NOW,
        Provenance.VERIFIED,
        List.of(
            Samples.finding(Level.HIGH, "contain-credential"),
            new Finding("another-rule", "Worse", Level.CRITICAL, List.of(), List.of(), null)));

    assertThat(principalOf(told().findFirst().orElseThrow())).isNotEqualTo("many principals");
  }

  @Test
  void what_anybody_could_have_written_hides_nothing_that_is_proven() {
    for (int principal = 0; principal < 50; principal++) {
      open(principal, Samples.NOW, Provenance.CLAIMED, FINDINGS);
    }
    requests.clear();

    open(99, Samples.NOW);

    assertThat(principalOf(told().findFirst().orElseThrow())).isNotEqualTo("many principals");
  }

  @Test
  void the_next_hour_begins_anew() {
    for (int principal = 0; principal < 50; principal++) {
      open(principal, Samples.NOW);
    }
    requests.clear();

    open(99, Samples.NOW.plus(Duration.ofMinutes(61)));

    assertThat(store.find(told().findFirst().orElseThrow().incident()).orElseThrow().principal())
        .isNotEqualTo("many principals");
  }

  private String principalOf(ActionRequest request) {
    return store.find(request.incident()).orElseThrow().principal();
  }

  private void open(int principal, Instant at) {
    open(principal, at, Provenance.VERIFIED, FINDINGS);
  }

  private void open(int principal, Instant at, Provenance provenance, List<Finding> findings) {
    Credential used = Samples.SESSION;
    TokenEvent sample =
        Samples.event(
            new Credential(
                new CredentialRef(used.ref().kind(), "AROAEXAMPLEROLE000001:i-" + principal),
                used.accessKeyId(),
                used.principal(),
                used.issuedAt(),
                used.workload()),
            Outcome.SUCCESS,
            provenance);
    TokenEvent event =
        new TokenEvent(
            "e-" + principal + "-" + at.getEpochSecond(),
            at,
            sample.source(),
            sample.name(),
            sample.outcome(),
            sample.error(),
            sample.activity(),
            sample.account(),
            sample.actor(),
            sample.credential(),
            null,
            null,
            null,
            null,
            sample.client(),
            sample.network(),
            sample.provenance());
    requests.addAll(
        desk.open(
                new Evaluation(
                    Evaluation.Status.MATCHED,
                    event.source(),
                    null,
                    event,
                    findings,
                    PLANNER.plan(event, findings, at),
                    List.of()),
                at)
            .requests());
  }

  private Stream<ActionRequest> told() {
    return requests.stream().filter(StormsTest::isTelling);
  }

  private static boolean isTelling(ActionRequest request) {
    return request.action().equals(Catalogue.NOTIFY_OWNER);
  }
}
