package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.TokenEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From records of Entra, Office 365 and Azure to what would be done about them. */
class EntraPlansTest {
  private static final String TENANT = "11111111-0000-4000-8000-000000000001";
  private static final String ALICE = "aaaaaaaa-0000-4000-8000-000000000001";
  private static final String PAYROLL = "5e000000-0000-4000-8000-000000000004";
  private static final String RISKY = "entra.signin/refreshed-with-high-risk";
  private static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";

  @Test
  void a_session_that_was_used_ends_with_all_sessions_of_the_person() {
    PlannedAction action = first("contain-credential", sample(RISKY));

    assertThat(action)
        .returns("revoke-entra-sessions", p -> p.action().name())
        .returns("alice@example.com", PlannedAction::target)
        .returns(TENANT, PlannedAction::account)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
    assertThat(action.arguments()).containsEntry("person", ALICE);
  }

  @Test
  void in_office_365_people_go_by_their_user_principal_names() {
    assertThat(first("contain-credential", sample("m365.audit/inbox-rule-forwards-outside")))
        .returns("revoke-entra-sessions", p -> p.action().name())
        .extracting(p -> p.arguments().get("person"))
        .isEqualTo("alice@example.com");
  }

  @Test
  void a_person_who_acted_in_azure_is_signed_out_and_locked_where_a_playbook_says_so() {
    List<PlannedAction> plan =
        plan(ENFORCE, "lock-person", sample("azure.activity/disk-access-granted"));

    assertThat(plan)
        .extracting(p -> p.action().name(), PlannedAction::target, PlannedAction::account)
        .contains(
            tuple(
                "revoke-entra-sessions",
                "admin@example.com",
                "22222222-0000-4000-8000-000000000001"),
            tuple(
                "disable-entra-user", "admin@example.com", "22222222-0000-4000-8000-000000000001"));
  }

  @Test
  void an_application_whose_secret_was_used_is_disabled_and_nobody_is_signed_out() {
    List<PlannedAction> plan =
        plan(ENFORCE, "contain-credential", sample("entra.signin/service-principal"));

    assertThat(plan)
        .extracting(p -> p.action().name(), PlannedAction::target)
        .startsWith(tuple("disable-service-principal", PAYROLL))
        .hasSize(2);
    assertThat(plan.get(0).arguments()).containsEntry("directory_object", PAYROLL);
  }

  @Test
  void an_application_to_which_a_secret_was_added_goes_on_working() {
    assertThat(
            plan(
                ENFORCE,
                "contain-issued",
                withTenant(sample("entra.audit/service-principal-secret-added"))))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  @Test
  void just_the_secret_that_was_added_is_removed_and_a_person_must_agree() {
    assertThat(
            first(
                "withdraw-secret",
                withTenant(sample("entra.audit/service-principal-secret-added"))))
        .returns("remove-app-credential", p -> p.action().name())
        .returns(PAYROLL + "/d0000000-0000-4000-8000-000000000002", PlannedAction::target)
        .returns(Disposition.APPROVE, PlannedAction::mode);
  }

  @Test
  void a_secret_that_the_record_does_not_name_is_not_guessed() {
    assertThat(first("withdraw-secret", sample("entra.signin/service-principal-wrong-secret")))
        .returns(Disposition.REFUSE, PlannedAction::mode)
        .extracting(PlannedAction::reason)
        .asString()
        .contains("does not say which credential");
  }

  @Test
  void what_a_person_let_in_loses_what_that_person_gave() {
    PlannedAction action =
        first("contain-issued", withTenant(sample("entra.audit/consent-to-mail-by-user")));

    assertThat(action)
        .returns("remove-app-grants", p -> p.action().name())
        .returns(Disposition.ENFORCE, PlannedAction::mode);
    assertThat(action.arguments())
        .containsEntry("directory_object", "5e000000-0000-4000-8000-000000000001")
        .containsEntry("person", ALICE);
  }

  @Test
  void what_acted_for_a_person_is_found_by_its_client_id() {
    PlannedAction action =
        first("contain-credential", sample("m365.audit/reset-mail-read-by-application"));

    assertThat(action.action().name()).isEqualTo("remove-app-grants");
    assertThat(action.arguments())
        .containsEntry("client_id", "b0000000-0000-4000-8000-000000000001")
        .containsEntry("person", "alice@example.com")
        .doesNotContainKey("directory_object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entra.audit/consent-for-everybody-by-admin",
        "entra.audit/app-role-over-roles-assigned"
      })
  void what_was_let_in_for_everybody_waits_for_a_person(String name) {
    assertThat(first("contain-issued", sample(name)))
        .returns("remove-app-grants", p -> p.action().name())
        .returns(Disposition.APPROVE, PlannedAction::mode)
        .returns(null, p -> p.arguments().get("person"));
  }

  @Test
  void an_application_that_many_let_in_is_disabled_when_a_person_agrees() {
    assertThat(first("withdraw-app", sample("entra.audit/consent-for-everybody-by-admin")))
        .returns("disable-service-principal", p -> p.action().name())
        .returns("5e000000-0000-4000-8000-000000000002", PlannedAction::target)
        .returns(Disposition.APPROVE, PlannedAction::mode);
  }

  @Test
  void a_record_that_names_no_tenant_leads_to_nothing() {
    assertThat(first("contain-issued", sample("entra.audit/consent-to-mail-by-user")))
        .returns(Disposition.REFUSE, PlannedAction::mode)
        .returns("the record does not name its tenant", PlannedAction::reason);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "entra.signin/refreshed-with-high-risk | email: Alice@example.com",
        "entra.signin/refreshed-with-high-risk | email_domain: example.com",
        "entra.signin/refreshed-with-high-risk | id: aaaaaaaa-0000-4000-8000-000000000001",
        "entra.signin/service-principal | id: 5e000000-0000-4000-8000-000000000004",
        "m365.audit/reset-mail-read-by-application | email: alice@example.com",
        "m365.audit/reset-mail-read-by-application | id: b0000000-0000-4000-8000-000000000001",
      })
  void who_is_exempt_is_left_alone(String name, String exemption) {
    assertThat(
            plan(
                    ENFORCE + "exemptions: [{" + exemption + "}]\n",
                    "contain-credential",
                    sample(name))
                .get(0)
                .mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void a_tenant_that_is_not_ours_is_left_alone() {
    String policy = ENFORCE + "accounts: [99999999-0000-4000-8000-000000000009]\n";

    assertThat(plan(policy, "contain-credential", sample(RISKY)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../servicePrincipals/x",
        "alice@example.com/../bob",
        "alice@example.com?$select=id",
        "NT AUTHORITY\\\\SYSTEM",
      })
  void hostile_names_of_people_are_refused(String name) {
    String record =
        sample("m365.audit/inbox-rule-forwards-outside")
            .replace("\"UserId\": \"alice@example.com\"", "\"UserId\": \"" + name + "\"");

    assertThat(first("contain-credential", record))
        .returns("revoke-entra-sessions", p -> p.action().name())
        .returns(Disposition.REFUSE, PlannedAction::mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x') or ('1' eq '1", "../users", "b0000000"})
  void hostile_names_of_applications_are_refused(String name) {
    String record =
        sample("m365.audit/reset-mail-read-by-application")
            .replace("b0000000-0000-4000-8000-000000000001", name);

    assertThat(first("contain-credential", record))
        .returns("remove-app-grants", p -> p.action().name())
        .returns(Disposition.REFUSE, PlannedAction::mode);
  }

  @Test
  void records_of_other_systems_lead_to_nothing_in_entra() {
    assertThat(plan(ENFORCE, "lock-person", sample("okta.system/api-token-created")))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  private static PlannedAction first(String playbook, String record) {
    return plan(ENFORCE, playbook, record).get(0);
  }

  private static List<PlannedAction> plan(String policy, String playbook, String record) {
    TokenEvent event =
        ((Decoded.Event)
                Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null)
                    .get(0))
            .event();
    Finding finding = new Finding("r", "A rule", Level.HIGH, List.of(), List.of(playbook), null);
    return new Planner(PolicyReader.parse("p", policy))
        .plan(event, List.of(finding), Instant.parse("2026-11-24T10:00:00Z"));
  }

  private static String sample(String name) {
    try {
      return Files.readString(Path.of("../events/" + name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As diagnostic settings write it, with the tenant around what Graph would answer. */
  private static String withTenant(String record) {
    return "{\"time\":\"2026-11-24T09:12:41Z\",\"category\":\"AuditLogs\",\"tenantId\":\""
        + TENANT
        + "\",\"operationName\":\"x\",\"properties\":"
        + record
        + "}";
  }
}
