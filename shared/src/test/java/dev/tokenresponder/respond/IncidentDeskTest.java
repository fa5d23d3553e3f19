package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Planner;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentDeskTest {
  private static final Policy POLICY =
      PolicyReader.parse("test", "{version: 1, mode: enforce, trusted_networks: []}");

  private final IncidentStore store = new InMemoryIncidentStore();
  private final IncidentDesk desk = new IncidentDesk(store, Duration.ofHours(24));

  @Test
  void the_same_event_again_gives_the_same_incident_and_the_same_requests() {
    IncidentDesk.Opened first = open(Outcome.SUCCESS, Provenance.VERIFIED);
    IncidentDesk.Opened again = open(Outcome.SUCCESS, Provenance.VERIFIED);

    assertThat(again.incident()).isEqualTo(first.incident());
    assertThat(again.requests()).isEqualTo(first.requests());
  }

  @Test
  void an_owner_told_that_a_person_must_decide_is_told_again_when_it_is_done() {
    ActionKey held = notification(open(Outcome.FAILURE, Provenance.VERIFIED));
    ActionKey done = notification(open(Outcome.SUCCESS, Provenance.VERIFIED));

    assertThat(done.incident()).isEqualTo(held.incident());
    assertThat(done).isNotEqualTo(held);
    assertThat(notification(open(Outcome.SUCCESS, Provenance.VERIFIED))).isEqualTo(done);
  }

  @Test
  void what_nothing_proves_stays_out_of_the_incident_of_the_genuine_credential() {
    IncidentDesk.Opened genuine = open(Outcome.SUCCESS, Provenance.VERIFIED);
    IncidentDesk.Opened forged = open(Outcome.SUCCESS, Provenance.CLAIMED);

    assertThat(forged.incident().id()).isNotEqualTo(genuine.incident().id());
    assertThat(store.find(genuine.incident().id())).contains(genuine.incident());
  }

  private IncidentDesk.Opened open(Outcome outcome, Provenance provenance) {
    TokenEvent event = Samples.event(Samples.SESSION, outcome, provenance);
    List<Finding> findings = List.of(Samples.finding(Level.CRITICAL, "contain-credential"));
    return desk.open(
        new Evaluation(
            Evaluation.Status.MATCHED,
            event.source(),
            null,
            event,
            findings,
            new Planner(POLICY).plan(event, findings, Samples.NOW),
            List.of()),
        Samples.NOW);
  }

  private static ActionKey notification(IncidentDesk.Opened opened) {
    return opened.requests().stream()
        .filter(request -> request.action().equals(Catalogue.NOTIFY_OWNER))
        .map(ActionRequest::key)
        .findFirst()
        .orElseThrow();
  }
}
