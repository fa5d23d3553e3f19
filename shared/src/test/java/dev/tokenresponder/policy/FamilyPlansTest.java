package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.Descendants;
import dev.tokenresponder.lineage.Family;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.lineage.Parent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three roles assumed one from the other, the last two in another account. */
class FamilyPlansTest {
  private static final Instant NOW = Family.NOW;
  private static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";
  private static final Credential FIRST = Family.session("first", "111122223333");
  private static final Credential MIDDLE = Family.session("middle", "444455556666");
  private static final Credential LAST = Family.session("last", "444455556666");
  private static final Credential OTHER = Family.session("other", "111122223333");

  private final Lineage lineage = new FollowedLineage(new InMemoryLinks());

  @BeforeEach
  void assume() {
    lineage.record(Family.assumed(FIRST, MIDDLE, NOW.minusSeconds(1_200)));
    lineage.record(Family.assumed(MIDDLE, LAST, NOW.minusSeconds(600)));
    lineage.record(Family.assumed(MIDDLE, OTHER, NOW.minusSeconds(300)));
  }

  @Test
  void
      what_was_made_from_the_credential_is_planned_with_it_each_in_its_account_and_not_the_parent() {
    assertThat(plan(ENFORCE, Family.used(MIDDLE, NOW), NOW))
        .filteredOn(planned -> planned.action().containment())
        .extracting(
            PlannedAction::target,
            PlannedAction::account,
            PlannedAction::mode,
            PlannedAction::reason)
        .containsExactly(
            tuple(id(MIDDLE), "444455556666", Disposition.ENFORCE, "A stolen session"),
            tuple(
                id(OTHER),
                "111122223333",
                Disposition.ENFORCE,
                "made from session " + id(MIDDLE) + ": A stolen session"),
            tuple(
                id(LAST),
                "444455556666",
                Disposition.ENFORCE,
                "made from session " + id(MIDDLE) + ": A stolen session"));
  }

  @Test
  void the_children_have_the_roles_that_are_changed_to_contain_them() {
    assertThat(plan(ENFORCE, Family.used(MIDDLE, NOW), NOW).get(1).arguments())
        .containsEntry("role", "arn:aws:iam::111122223333:role/other")
        .containsEntry("session", id(OTHER));
  }

  /** A role that is made anew under the name is another one. */
  @Test
  void all_sessions_are_those_of_the_role_with_the_id_of_the_session() {
    List<PlannedAction> plan =
        new Planner(policy(ENFORCE), Lineage.NONE)
            .plan(Family.used(MIDDLE, NOW), List.of(finding("contain-role")), NOW);

    assertThat(plan.get(0).action().name()).isEqualTo("revoke-role-sessions");
    assertThat(plan.get(0).arguments())
        .containsEntry("role_id", id(MIDDLE).substring(0, id(MIDDLE).indexOf(':')));
  }

  @Test
  void an_exempt_child_is_refused_and_the_others_are_contained() {
    String exempt = "exemptions: [{arn: 'arn:aws:iam::444455556666:role/last', reason: glass}]\n";

    assertThat(plan(ENFORCE + exempt, Family.used(FIRST, NOW), NOW))
        .filteredOn(planned -> planned.action().containment())
        .extracting(PlannedAction::target, PlannedAction::mode)
        .containsExactlyInAnyOrder(
            tuple(id(FIRST), Disposition.ENFORCE),
            tuple(id(MIDDLE), Disposition.ENFORCE),
            tuple(id(OTHER), Disposition.ENFORCE),
            tuple(id(LAST), Disposition.REFUSE));
  }

  @Test
  void what_an_exempt_credential_made_waits_for_a_person_down_to_its_last_child() {
    String exempt = "exemptions: [{arn: '" + MIDDLE.principal().resource() + "', reason: glass}]\n";

    assertThat(plan(ENFORCE + exempt, Family.used(FIRST, NOW), NOW))
        .filteredOn(planned -> planned.action().containment())
        .extracting(PlannedAction::target, PlannedAction::mode)
        .containsExactlyInAnyOrder(
            tuple(id(FIRST), Disposition.ENFORCE),
            tuple(id(MIDDLE), Disposition.REFUSE),
            tuple(id(OTHER), Disposition.APPROVE),
            tuple(id(LAST), Disposition.APPROVE));
    assertThat(plan(ENFORCE + exempt, Family.used(MIDDLE, NOW), NOW))
        .filteredOn(planned -> planned.action().containment())
        .extracting(PlannedAction::mode)
        .doesNotContain(Disposition.ENFORCE);
    assertThat(
            new Planner(policy(ENFORCE + exempt), lineage)
                .plan(Family.assumed(MIDDLE, LAST, NOW), List.of(finding("contain-issued")), NOW))
        .filteredOn(planned -> planned.action().containment())
        .extracting(PlannedAction::mode)
        .containsExactly(Disposition.APPROVE);
  }

  @Test
  void a_child_in_an_account_that_is_not_looked_after_is_refused() {
    assertThat(
            plan(ENFORCE + "accounts: ['444455556666']\n", Family.used(MIDDLE, NOW), NOW).stream()
                .filter(planned -> planned.mode() == Disposition.REFUSE))
        .extracting(PlannedAction::target)
        .containsExactly(id(OTHER));
  }

  @Test
  void children_that_are_dead_for_certain_are_not_planned() {
    Instant later = NOW.plusSeconds(3_100);

    assertThat(targets(plan(ENFORCE, Family.used(MIDDLE, later), later)))
        .containsExactly(id(MIDDLE), id(OTHER));
  }

  @Test
  void of_a_thousand_children_a_hundred_are_planned_and_the_plan_says_so() {
    for (int i = 0; i < 1_000; i++) {
      lineage.record(
          Family.assumed(FIRST, Family.session("child" + i, "111122223333"), NOW.minusSeconds(9)));
    }

    List<PlannedAction> plan = plan(ENFORCE, Family.used(FIRST, NOW), NOW);

    assertThat(plan)
        .filteredOn(planned -> planned.mode() == Disposition.ENFORCE)
        .filteredOn(planned -> planned.action().containment())
        .hasSize(1 + Lineage.MOST);
    assertThat(plan)
        .filteredOn(planned -> planned.mode() == Disposition.REFUSE)
        .singleElement()
        .satisfies(
            planned -> {
              assertThat(planned.target()).isEqualTo("whatever else was made from " + FIRST.ref());
              assertThat(planned.reason()).contains("look for the others");
            });
  }

  @Test
  void what_was_issued_is_planned_once_though_it_descends_as_well() {
    TokenEvent issuing = Family.assumed(MIDDLE, LAST, NOW);

    assertThat(
            targets(
                new Planner(policy(ENFORCE), lineage)
                    .plan(
                        issuing,
                        List.of(
                            Samples.finding(
                                Level.CRITICAL, "contain-credential", "contain-issued")),
                        NOW)))
        .containsExactlyInAnyOrder(id(MIDDLE), id(LAST), id(OTHER));
  }

  @Test
  void nobody_is_asked_for_a_record_that_nothing_proves_nor_for_what_only_tells() {
    TokenEvent claimed =
        Family.event("ListUsers", MIDDLE, null, null, NOW, Outcome.SUCCESS, Provenance.CLAIMED);
    Planner planner = new Planner(policy(ENFORCE), new Unasked());

    assertThat(planner.plan(claimed, List.of(finding("contain-credential")), NOW)).hasSize(2);
    assertThat(planner.plan(Family.used(MIDDLE, NOW), List.of(finding("notify")), NOW)).hasSize(1);
    assertThat(planner.plan(Family.used(MIDDLE, NOW), List.of(), NOW)).isEmpty();
  }

  private List<PlannedAction> plan(String policy, TokenEvent event, Instant now) {
    return new Planner(policy(policy), lineage)
        .plan(event, List.of(finding("contain-credential")), now);
  }

  private static Finding finding(String response) {
    return Samples.finding(Level.CRITICAL, response);
  }

  private static List<String> targets(List<PlannedAction> plan) {
    return plan.stream()
        .filter(planned -> planned.action().containment())
        .map(PlannedAction::target)
        .toList();
  }

  private static String id(Credential credential) {
    return credential.ref().id();
  }

  private static Policy policy(String yaml) {
    return PolicyReader.parse("test", yaml);
  }

  /** Nobody may ask it anything. */
  private static final class Unasked implements Lineage {
    @Override
    public void record(TokenEvent event) {
      throw new AssertionError("a plan records nothing");
    }

    @Override
    public Descendants descendants(CredentialRef ref, Instant now) {
      throw new AssertionError("nobody needs to know what was made from " + ref);
    }

    @Override
    public List<Parent> ancestors(CredentialRef ref, @Nullable Instant issuedAt, Instant now) {
      throw new AssertionError("a plan needs no ancestors");
    }
  }
}
