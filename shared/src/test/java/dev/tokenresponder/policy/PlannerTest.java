package dev.tokenresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private static final String ACCOUNT = "111122223333";
  private static final String ENFORCE = "version: 1\nmode: enforce\ntrusted_networks: []\n";

  @Test
  void monitor_is_the_default_and_plans_everything_as_monitored() {
    List<PlannedAction> plan = plan(PolicyReader.defaults(), Samples.sessionUsed(), Level.CRITICAL);

    assertThat(plan)
        .extracting(p -> p.action().name(), PlannedAction::mode)
        .containsExactly(
            tuple("revoke-role-session", Disposition.MONITOR),
            tuple("notify-owner", Disposition.MONITOR));
  }

  @Test
  void enforce_acts_on_the_session_and_tells_the_owner() {
    List<PlannedAction> plan = plan(policy(ENFORCE), Samples.sessionUsed(), Level.CRITICAL);

    assertThat(plan).extracting(PlannedAction::mode).containsOnly(Disposition.ENFORCE);
    assertThat(plan.get(0).target()).isEqualTo(Samples.SESSION_ID);
    assertThat(plan.get(0).arguments())
        .containsEntry("role", "arn:aws:iam::111122223333:role/app-server")
        .containsEntry("issued_before", Samples.NOW.toString());
  }

  @Test
  void in_approve_mode_containment_waits_and_the_owner_is_told() {
    List<PlannedAction> plan =
        plan(policy("version: 1\nmode: approve\n"), Samples.sessionUsed(), Level.CRITICAL);

    assertThat(plan)
        .extracting(PlannedAction::mode)
        .containsExactly(Disposition.APPROVE, Disposition.ENFORCE);
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL,2", "HIGH,2", "MEDIUM,1", "LOW,1"})
  void only_levels_that_policy_allows_take_anything_away(Level level, int actions) {
    assertThat(plan(policy(ENFORCE), Samples.sessionUsed(), level)).hasSize(actions);
  }

  @Test
  void a_rule_without_a_response_only_ever_tells() {
    TokenEvent event = Samples.sessionUsed();

    assertThat(
            new Planner(policy(ENFORCE + "use: {levels: {critical: contain-credential}}\n"))
                .plan(event, List.of(Samples.finding(Level.CRITICAL)), Samples.NOW))
        .extracting(p -> p.action().name())
        .containsExactly("notify-owner");
  }

  @Test
  void a_person_can_give_such_a_rule_a_playbook_by_its_id() {
    String use = "use: {rules: {0b9ef6c8-3a0e-4a33-9d1c-7f0f4b2d8a10: contain-credential}}\n";

    assertThat(
            new Planner(policy(ENFORCE + use))
                .plan(Samples.sessionUsed(), List.of(Samples.finding(Level.CRITICAL)), Samples.NOW))
        .extracting(p -> p.action().name())
        .contains("revoke-role-session");
  }

  @Test
  void two_findings_that_ask_for_the_same_are_planned_once() {
    TokenEvent event = Samples.sessionUsed();

    List<PlannedAction> plan =
        new Planner(policy(ENFORCE))
            .plan(
                event,
                List.of(
                    Samples.finding(Level.CRITICAL, "contain-credential"),
                    Samples.finding(Level.HIGH, "contain-credential")),
                Samples.NOW);

    assertThat(plan).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "exempt by ARN | exemptions: [{arn: 'arn:aws:iam::111122223333:role/app-server', reason: break-glass}] | break-glass",
        "exempt by session ARN | exemptions: [{arn: 'arn:aws:sts::111122223333:assumed-role/app-server/i-0abcd1234ef567890'}] | exempt",
        "exempt by account | exemptions: [{account: '111122223333'}] | exempt",
        "exempt by id | exemptions: [{id: AROAEXAMPLEROLE123456}] | exempt",
        "foreign account | accounts: ['444455556666'] | not among the policy's accounts",
      })
  void whom_policy_protects_is_refused_with_the_reason(String name, String yaml, String reason) {
    List<PlannedAction> plan =
        plan(policy(ENFORCE + yaml + "\n"), Samples.sessionUsed(), Level.CRITICAL);

    assertThat(plan.get(0).mode()).isEqualTo(Disposition.REFUSE);
    assertThat(plan.get(0).reason()).contains(reason.strip());
    assertThat(plan.get(1).action().name()).isEqualTo("notify-owner");
  }

  @Test
  void a_record_that_anybody_could_have_written_takes_nothing_away() {
    TokenEvent forged = Samples.event(Samples.SESSION, Outcome.SUCCESS, Provenance.CLAIMED);

    assertThat(plan(policy(ENFORCE), forged, Level.CRITICAL))
        .extracting(PlannedAction::mode)
        .containsExactly(Disposition.REFUSE, Disposition.APPROVE);
  }

  @Test
  void a_failed_call_waits_for_a_person() {
    TokenEvent failed = Samples.event(Samples.SESSION, Outcome.FAILURE, Provenance.VERIFIED);

    assertThat(plan(policy(ENFORCE), failed, Level.CRITICAL).get(0).mode())
        .isEqualTo(Disposition.APPROVE);
  }

  @Test
  void what_cannot_be_undone_waits_for_a_person_whatever_the_mode() {
    ActionSpec irreversible =
        new ActionSpec(
            "delete-user",
            "disable-keys",
            true,
            false,
            Map.of("aws", List.of("iam:DeleteUser")),
            "Deletes a user.",
            "Cannot be undone.",
            "x",
            subject -> List.of());

    assertThat(Planner.enforce(Samples.sessionUsed(), irreversible).mode())
        .isEqualTo(Disposition.APPROVE);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "KEY, AKIAIOSFODNN7EXAMPLE, disable-access-key",
    "SESSION, ASIAIOSFODNN7EXAMPLE, revoke-user-sessions",
  })
  void the_action_fits_the_kind_of_credential(CredentialKind kind, String id, String action) {
    Credential credential = Samples.userCredential(kind, id, "deploy-bot");
    TokenEvent event = Samples.event(credential, Outcome.SUCCESS, Provenance.VERIFIED);

    assertThat(plan(policy(ENFORCE), event, Level.CRITICAL))
        .extracting(p -> p.action().name())
        .containsExactly(action, "notify-owner");
  }

  @ParameterizedTest(name = "{0} is refused")
  @CsvSource({
    "AWSServiceRoleForAutoScaling, AROAEXAMPLEROLE123456:s1, service-linked",
    "AWSReservedSSO_Admin, AROAEXAMPLEROLE123456:s1, which permission set",
    "AWSReservedSSO_Admin_0123456789abcdef, sso/111122223333/Admin/s1, seen in use",
    "AWSReservedSSO_Admin_0123456789abcdef, not-a-session, not that of a role session",
    "app-server, AROAEXAMPLEROLE123456:a*, not the id of a role session",
    "app-server, not-a-session, not the id of a role session",
  })
  void what_cannot_be_revoked_this_way_is_refused(String role, String session, String reason) {
    Principal principal =
        new Principal(
            PrincipalType.ROLE_SESSION,
            session,
            role,
            ACCOUNT,
            "arn:aws:iam::111122223333:role/" + role);

    PlannedAction action = containment(CredentialKind.SESSION, session, principal);

    assertThat(action.mode()).isEqualTo(Disposition.REFUSE);
    assertThat(action.reason()).contains(reason);
  }

  @Test
  void a_person_of_identity_center_is_not_taken_for_an_iam_user_of_the_same_name() {
    Principal person = new Principal(PrincipalType.USER, "u-1", "deploy-bot", ACCOUNT, null);

    PlannedAction action = containment(CredentialKind.SESSION, "c-1", person);

    assertThat(action.mode()).isEqualTo(Disposition.REFUSE);
    assertThat(action.reason()).contains("which IAM user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::444455556666:user/deploy-bot",
        "arn:aws:sts::111122223333:federated-user/deploy-bot",
        "arn:aws:iam::111122223333:user/deploy bot",
        "arn:aws:iam::111122223333:user/*"
      })
  void a_user_whose_arn_is_not_that_of_a_user_of_the_account_is_refused(String arn) {
    Principal user = new Principal(PrincipalType.USER, "AIDAX", "deploy-bot", ACCOUNT, arn);

    assertThat(containment(CredentialKind.SESSION, "ASIAIOSFODNN7EXAMPLE", user).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void a_record_that_contradicts_itself_about_the_account_is_refused() {
    Principal session =
        new Principal(
            PrincipalType.ROLE_SESSION,
            Samples.SESSION_ID,
            "app-server",
            ACCOUNT,
            "arn:aws:iam::444455556666:role/app-server");

    assertThat(containment(CredentialKind.SESSION, Samples.SESSION_ID, session).mode())
        .isEqualTo(Disposition.REFUSE);
  }

  @Test
  void credentials_of_root_are_refused_with_what_to_do_instead() {
    String arn = "arn:aws:iam::111122223333:root";
    Principal root = new Principal(PrincipalType.ROOT, ACCOUNT, "root", ACCOUNT, arn);

    PlannedAction action = containment(CredentialKind.KEY, "AKIAIOSFODNN7EXAMPLE", root);

    assertThat(action.mode()).isEqualTo(Disposition.REFUSE);
    assertThat(action.reason()).contains("sign in as root");
  }

  /** What enforcing comes to for a credential of that principal. */
  private static PlannedAction containment(CredentialKind kind, String id, Principal principal) {
    Credential credential =
        new Credential(new CredentialRef(kind, id), null, principal, null, null);
    TokenEvent event = Samples.event(credential, Outcome.SUCCESS, Provenance.VERIFIED);
    return plan(policy(ENFORCE), event, Level.HIGH).get(0);
  }

  private static List<PlannedAction> plan(Policy policy, TokenEvent event, Level level) {
    return new Planner(policy)
        .plan(event, List.of(Samples.finding(level, "contain-credential")), Samples.NOW);
  }

  private static Policy policy(String yaml) {
    return PolicyReader.parse("test", yaml);
  }
}
