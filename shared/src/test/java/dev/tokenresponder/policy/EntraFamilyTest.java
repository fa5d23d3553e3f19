package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.InMemoryLinks;
import dev.tokenresponder.lineage.Lineage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A stolen secret of Payroll Sync, which added a secret to Backup Agent, which gave a role to
 * Directory Tool; and a stolen session of a person who let an application in.
 */
class EntraFamilyTest {
  private static final String PAYROLL = "5e000000-0000-4000-8000-000000000004";
  private static final String BACKUP = "5e000000-0000-4000-8000-000000000008";
  private static final String DIRECTORY = "5e000000-0000-4000-8000-000000000005";
  private static final String ADDED = BACKUP + "/d0000000-0000-4000-8000-000000000008";
  private static final String TENANT = "11111111-0000-4000-8000-000000000001";
  private static final String ALICE = "aaaaaaaa-0000-4000-8000-000000000001";

  private final Lineage lineage = new FollowedLineage(new InMemoryLinks());
  private final List<TokenEvent> chain =
      events(SamplePlans.sample("entra.audit/secret-to-secret"), Intake.OPERATOR);
  private final TokenEvent stolen = chain.get(0);

  @Test
  void what_a_stolen_application_made_waits_for_a_person_and_it_is_disabled_at_once() {
    chain.forEach(lineage::record);

    assertThat(contain(SamplePlans.ENFORCE, stolen))
        .extracting(planned -> planned.action().name(), PlannedAction::target, PlannedAction::mode)
        .containsExactlyInAnyOrder(
            tuple("disable-service-principal", PAYROLL, Disposition.ENFORCE),
            tuple("remove-app-credential", ADDED, Disposition.APPROVE),
            tuple("disable-service-principal", BACKUP, Disposition.APPROVE),
            tuple("remove-app-grants", DIRECTORY, Disposition.APPROVE));
  }

  @Test
  void each_is_found_by_what_its_record_told_and_says_what_it_was_made_from() {
    chain.forEach(lineage::record);

    PlannedAction secret = planned("remove-app-credential", stolen);
    assertThat(secret.reason()).startsWith("made from service-account-token " + PAYROLL + ": ");
    assertThat(secret.arguments())
        .containsEntry("directory_object", BACKUP)
        .containsEntry("key_id", "d0000000-0000-4000-8000-000000000008");
    assertThat(planned("remove-app-grants", stolen).arguments())
        .containsEntry("directory_object", DIRECTORY)
        .doesNotContainKeys("client_id", "person", "given_by");
  }

  @Test
  void an_application_that_did_not_sign_in_with_the_added_secret_goes_on() {
    lineage.record(chain.get(0));
    lineage.record(chain.get(1));

    assertThat(targets(stolen)).containsExactlyInAnyOrder(PAYROLL, ADDED);
  }

  @Test
  void what_it_was_made_from_is_left_alone_and_so_is_the_secret_that_was_used() {
    chain.forEach(lineage::record);

    assertThat(targets(chain.get(2))).containsExactlyInAnyOrder(BACKUP, DIRECTORY);
  }

  @Test
  void seen_in_the_audit_the_application_has_the_same_children() {
    chain.forEach(lineage::record);

    assertThat(targets(chain.get(1))).containsExactlyInAnyOrder(PAYROLL, ADDED, BACKUP, DIRECTORY);
  }

  @Test
  void a_wrong_secret_brings_nothing_forth() {
    TokenEvent failed =
        events(SamplePlans.sample("entra.signin/service-principal-wrong-secret"), Intake.OPERATOR)
            .get(0);

    assertThat(failed.issued()).isNull();
  }

  @Test
  void an_exempt_application_is_left_alone_and_what_it_made_waits_for_a_person() {
    chain.forEach(lineage::record);
    String exempt = "exemptions: [{id: " + BACKUP + ", reason: backups}]\n";

    assertThat(contain(SamplePlans.ENFORCE + exempt, stolen))
        .extracting(PlannedAction::target, PlannedAction::mode)
        .containsExactlyInAnyOrder(
            tuple(PAYROLL, Disposition.ENFORCE),
            tuple(ADDED, Disposition.REFUSE),
            tuple(BACKUP, Disposition.REFUSE),
            tuple(DIRECTORY, Disposition.APPROVE));
  }

  @Test
  void what_was_made_in_another_tenant_is_contained_there() {
    String elsewhere = "22222222-0000-4000-8000-000000000002";
    events(
            SamplePlans.sample("entra.audit/secret-to-secret").replace(TENANT, elsewhere),
            Intake.OPERATOR)
        .forEach(lineage::record);

    assertThat(planned("remove-app-credential", stolen).account()).isEqualTo(elsewhere);
  }

  @Test
  void keys_are_one_however_their_ids_are_spelled() {
    String key = "d0000000-0000-4000-8000-000000000008";
    events(
            SamplePlans.sample("entra.audit/secret-to-secret")
                .replace("KeyIdentifier=" + key, "KeyIdentifier=D" + key.substring(1)),
            Intake.OPERATOR)
        .forEach(lineage::record);

    assertThat(targets(stolen)).contains(BACKUP);
  }

  @Test
  void what_a_person_let_in_during_a_stolen_session_is_withdrawn() {
    TokenEvent session =
        events(SamplePlans.sample("entra.signin/refreshed-with-high-risk"), Intake.OPERATOR).get(0);
    lineage.record(consented(session.credential().ref().id()));

    assertThat(contain(SamplePlans.ENFORCE, session))
        .extracting(planned -> planned.action().name(), PlannedAction::mode)
        .containsExactlyInAnyOrder(
            tuple("revoke-entra-sessions", Disposition.ENFORCE),
            tuple("remove-app-grants", Disposition.ENFORCE));
    assertThat(planned("remove-app-grants", session).arguments())
        .containsEntry("directory_object", "5e000000-0000-4000-8000-000000000001")
        .containsEntry("person", ALICE)
        .containsEntry("person_assumed", "true")
        .doesNotContainKey("client_id");
  }

  @Test
  void what_is_for_somebody_exempt_stays_whoever_let_it_in() {
    String bob = "aaaaaaaa-0000-4000-8000-000000000002";
    TokenEvent session =
        events(SamplePlans.sample("entra.signin/refreshed-with-high-risk"), Intake.OPERATOR).get(0);
    lineage.record(
        consented(session.credential().ref().id(), "PrincipalId: " + ALICE, "PrincipalId: " + bob));

    assertThat(
            contain(
                SamplePlans.ENFORCE + "exemptions: [{id: " + bob + ", reason: bob}]\n", session))
        .extracting(planned -> planned.action().name(), PlannedAction::mode)
        .containsExactlyInAnyOrder(
            tuple("revoke-entra-sessions", Disposition.ENFORCE),
            tuple("remove-app-grants", Disposition.REFUSE));
  }

  @Test
  void what_was_let_in_during_another_session_stays() {
    TokenEvent session =
        events(SamplePlans.sample("entra.signin/refreshed-with-high-risk"), Intake.OPERATOR).get(0);
    lineage.record(consented("another-session"));

    assertThat(contain(SamplePlans.ENFORCE, session))
        .extracting(planned -> planned.action().name())
        .containsExactly("revoke-entra-sessions");
  }

  @Test
  void records_that_nothing_proves_link_nothing() {
    events(SamplePlans.sample("entra.audit/secret-to-secret"), Intake.BUS).forEach(lineage::record);

    assertThat(targets(stolen)).containsExactly(PAYROLL);
  }

  private static TokenEvent consented(String session) {
    return consented(session, ALICE, ALICE);
  }

  private static TokenEvent consented(String session, String text, String other) {
    String consent =
        SamplePlans.sample("entra.audit/consent-to-mail-by-user")
            .replace(text, other)
            .replaceFirst(
                "\"initiatedBy\": \\{",
                "\"initiatedBy\": {\"linkableIdentifiers\": {\"sessionId\": \"" + session + "\"},");
    return events(
            "{\"category\":\"AuditLogs\",\"tenantId\":\""
                + TENANT
                + "\",\"properties\":"
                + consent
                + "}",
            Intake.OPERATOR)
        .get(0);
  }

  private PlannedAction planned(String action, TokenEvent event) {
    return contain(SamplePlans.ENFORCE, event).stream()
        .filter(planned -> planned.action().name().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private List<String> targets(TokenEvent event) {
    return contain(SamplePlans.ENFORCE, event).stream().map(PlannedAction::target).toList();
  }

  private List<PlannedAction> contain(String policy, TokenEvent event) {
    return new Planner(PolicyReader.parse("p", policy), lineage)
            .plan(
                event,
                List.of(Samples.finding(Level.CRITICAL, "contain-credential")),
                stolen.time())
            .stream()
            .filter(planned -> planned.action().containment())
            .toList();
  }

  private static List<TokenEvent> events(String record, Intake intake) {
    return Decoders.decode(record.getBytes(StandardCharsets.UTF_8), intake, null).stream()
        .map(decoded -> ((Decoded.Event) decoded).event())
        .toList();
  }
}
