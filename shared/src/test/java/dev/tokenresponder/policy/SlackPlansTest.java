package dev.tokenresponder.policy;

import static dev.tokenresponder.policy.SamplePlans.ENFORCE;
import static dev.tokenresponder.policy.SamplePlans.plan;
import static dev.tokenresponder.policy.SamplePlans.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.Disposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From records of Slack's to what would be done about them. */
class SlackPlansTest {
  private static final String INSTALLED = sample("slack.audit/app-installed-with-wide-scopes");
  private static final String STOLEN = sample("slack.audit/session-cookie-used-elsewhere");

  @Test
  void the_sessions_of_whose_session_it_is_are_ended() {
    assertThat(plan(ENFORCE, "contain-credential", STOLEN).get(0))
        .returns("reset-slack-sessions", p -> p.action().name())
        .returns("W0EXAMPLE01", PlannedAction::target)
        .returns("T0EXAMPLE", PlannedAction::account)
        .returns(Disposition.ENFORCE, PlannedAction::mode);
  }

  @Test
  void an_application_is_restricted_when_a_person_agrees() {
    assertThat(plan(ENFORCE, "contain-issued", INSTALLED).get(0))
        .returns("restrict-slack-app", p -> p.action().name())
        .returns("A0EXAMPLE01 in T0EXAMPLE", PlannedAction::target)
        .returns(Disposition.APPROVE, PlannedAction::mode)
        .satisfies(p -> assertThat(p.arguments()).containsEntry("client_id", "A0EXAMPLE01"));
  }

  @Test
  void an_application_that_is_there_is_uninstalled_as_well_for_a_restriction_leaves_it() {
    assertThat(plan(ENFORCE, "contain-issued", sample("slack.audit/app-scopes-expanded")))
        .extracting(p -> p.action().name(), PlannedAction::mode)
        .containsExactly(
            tuple("restrict-slack-app", Disposition.APPROVE),
            tuple("uninstall-slack-app", Disposition.APPROVE),
            tuple("notify-owner", Disposition.ENFORCE));
  }

  @Test
  void who_installed_an_application_is_named_to_whoever_changes_it() {
    assertThat(plan(ENFORCE, "withdraw-app", INSTALLED))
        .filteredOn(p -> p.action().containment())
        .allSatisfy(p -> assertThat(p.arguments()).containsEntry("user_id", "W0EXAMPLE01"));
  }

  @Test
  void it_is_uninstalled_only_when_a_person_agrees() {
    assertThat(plan(ENFORCE, "withdraw-app", INSTALLED))
        .extracting(p -> p.action().name())
        .containsExactly("restrict-slack-app", "uninstall-slack-app", "notify-owner");
    assertThat(plan(ENFORCE, "withdraw-app", INSTALLED).get(1).mode())
        .isEqualTo(Disposition.APPROVE);
  }

  @Test
  void for_the_whole_organization_it_is_said_what_is_lost() {
    String everywhere = INSTALLED.replace("\"T0EXAMPLE\"", "\"E0EXAMPLE\"");

    assertThat(plan(ENFORCE, "contain-issued", everywhere).get(0))
        .returns(Disposition.APPROVE, PlannedAction::mode)
        .returns("E0EXAMPLE", PlannedAction::account)
        .satisfies(p -> assertThat(p.reason()).contains("approvals of all workspaces"));
  }

  @Test
  void who_became_an_owner_is_not_signed_out_for_that() {
    assertThat(plan(ENFORCE, "contain-person", sample("slack.audit/owner-granted")))
        .noneMatch(p -> p.target().equals("W0EXAMPLE02"));
  }

  @ParameterizedTest
  @CsvSource({
    "A0EXAMPLE01, ../A0EXAMPLE01",
    "A0EXAMPLE01, A0EXAMPLE01&enterprise_id=E0EXAMPLE",
    "T0EXAMPLE, C0EXAMPLE"
  })
  void what_slack_cannot_have_written_is_refused(String genuine, String hostile) {
    String record = INSTALLED.replace("\"" + genuine + "\"", "\"" + hostile + "\"");

    assertThat(plan(ENFORCE, "contain-issued", record).get(0).mode()).isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"B0EXAMPLE01", "W0EXAMPLE01/x", "w0example01"})
  void a_user_that_slack_cannot_have_is_refused(String user) {
    assertThat(
            plan(ENFORCE, "contain-credential", STOLEN.replace("W0EXAMPLE01", user)).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @CsvSource({"T0EXAMPLE, ENFORCE", "T0FOREIGN, REFUSE"})
  void only_workspaces_that_are_ours_are_looked_after(String ours, Disposition mode) {
    String policy = ENFORCE + "accounts: [" + ours + "]\n";

    assertThat(plan(policy, "contain-credential", STOLEN).get(0).mode()).isEqualTo(mode);
  }

  @Test
  void an_organization_of_githubs_is_no_workspace() {
    String record = STOLEN.replace("T0EXAMPLE", "example");

    assertThat(
            plan(ENFORCE + "accounts: ['github:example']\n", "contain-credential", record)
                .get(0)
                .mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"email: alice@example.com", "id: W0EXAMPLE01", "id: A0EXAMPLE01"})
  void what_is_exempt_is_left_alone(String exemption) {
    String policy = ENFORCE + "exemptions: [{" + exemption + "}]\n";

    assertThat(plan(policy, "contain-issued", INSTALLED).get(0).mode())
        .isEqualTo(Disposition.REFUSE);
  }
}
