package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.lineage.Descendants;
import dev.tokenresponder.lineage.Family;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.lineage.Parent;
import dev.tokenresponder.policy.Planner;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the plan had to know of a family stands in the incident. */
class RecordedFamilyTest {
  private static final Instant NOW = Family.NOW;
  private static final Credential FIRST = Family.session("first", "111122223333");
  private static final Credential MIDDLE = Family.session("middle", "444455556666");
  private static final Credential LAST = Family.session("last", "444455556666");

  private final Counting lineage = new Counting();

  @Test
  void children_and_grandchildren_are_recorded_with_what_each_was_made_from() {
    lineage.record(Family.assumed(FIRST, MIDDLE, NOW.minusSeconds(600)));
    lineage.record(Family.assumed(MIDDLE, LAST, NOW.minusSeconds(300)));

    Incident incident = open(Family.used(FIRST, NOW), "contain-credential");

    assertThat(incident.family())
        .containsExactly(
            relative(FIRST, null), relative(MIDDLE, FIRST.ref()), relative(LAST, MIDDLE.ref()));
    assertThat(lineage.asked).isEqualTo(1);
  }

  @Test
  void what_the_event_itself_issues_is_recorded_and_nothing_is_asked_where_nothing_is_contained() {
    Incident incident = open(Family.assumed(FIRST, MIDDLE, NOW), "notify-owner");

    assertThat(incident.family())
        .containsExactly(relative(FIRST, null), relative(MIDDLE, FIRST.ref()));
    assertThat(lineage.asked).isZero();
  }

  @Test
  void a_credential_without_relatives_has_no_family_to_keep() {
    assertThat(open(Family.used(FIRST, NOW), "contain-credential").family()).isEmpty();
  }

  @Test
  void the_time_of_judging_is_recorded() {
    assertThat(open(Family.used(FIRST, NOW), "contain-credential").sightings())
        .extracting(Sighting::time, Sighting::seenAt)
        .containsExactly(tuple(NOW, NOW.plusSeconds(4)));
  }

  private Incident open(TokenEvent event, String response) {
    var policy = PolicyReader.parse("test", "{version: 1, mode: enforce, trusted_networks: []}");
    var findings = List.of(Samples.finding(Level.CRITICAL, response));
    Planner.Plan plan = new Planner(policy, lineage).decide(event, findings, NOW);
    return new IncidentDesk(new InMemoryIncidentStore(), Duration.ofHours(24))
        .open(
            new Evaluation(
                Evaluation.Status.MATCHED,
                event.source(),
                null,
                event,
                findings,
                plan.actions(),
                plan.family()),
            NOW.plusSeconds(4))
        .incident();
  }

  private static Relative relative(Credential credential, @Nullable CredentialRef parent) {
    return new Relative(
        credential.ref(),
        credential.principal().resource(),
        credential.principal().account(),
        parent,
        credential.issuedAt());
  }

  /** Follows links, and counts how often it is asked. */
  private static final class Counting implements Lineage {
    private final Lineage followed = new FollowedLineage(new InMemoryLinks());
    private int asked;

    @Override
    public void record(TokenEvent event) {
      followed.record(event);
    }

    @Override
    public Descendants descendants(CredentialRef ref, Instant now) {
      asked++;
      return followed.descendants(ref, now);
    }

    @Override
    public List<Parent> ancestors(CredentialRef ref, @Nullable Instant issuedAt, Instant now) {
      asked++;
      return followed.ancestors(ref, issuedAt, now);
    }
  }
}
