package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevokeSessionsTest {
  private static final Instant ISSUED = Instant.parse("2026-08-10T09:00:00Z");

  private final FakeIam iam = new FakeIam();
  private final RevokeSessions revoke = new RevokeSessions(iam);

  @BeforeEach
  void account() {
    iam.roles.put("app-server", FakeIam.role("app-server", "AROAEXAMPLEROLE123456", "/"));
    iam.addUser("deploy-bot", "AIDAEXAMPLEUSER123456");
  }

  @Test
  void the_exemption_of_a_session_meets_the_session_and_that_of_a_role_the_role() {
    assertThat(ready(Requests.roleSession()).principal().id()).isEqualTo(Requests.SESSION);
    assertThat(
            ((Preparation.Ready) revoke.ofRole().prepare(Requests.roleSession()))
                .change()
                .principal()
                .id())
        .isEqualTo("AROAEXAMPLEROLE123456");
  }

  @Test
  void a_session_seen_by_a_clock_ahead_of_ours_is_denied_all_the_same() {
    ActionRequest ahead =
        Requests.request(
            "revoke-role-session",
            Requests.SESSION,
            Map.of(
                "session", Requests.SESSION,
                "role", "arn:aws:iam::111122223333:role/app-server",
                "seen_at", "2026-08-10T10:01:00Z"));
    Change change = ready(ahead);
    change.apply();

    assertThat(change.verify()).contains("read back");
  }

  @Test
  void looking_changes_nothing_and_says_what_would_be_done() {
    Change change = ready(Requests.roleSession());

    assertThat(iam.writes).isEmpty();
    assertThat(change.description()).contains(Requests.SESSION, "2026-08-10T10:00:06Z");
    assertThat(change.principal().resource())
        .isEqualTo("arn:aws:iam::111122223333:role/app-server");
  }

  @Test
  void the_session_is_denied_and_the_roles_other_sessions_are_not() {
    Change change = ready(Requests.roleSession());
    change.apply();

    assertThat(change.verify()).contains("read back");
    String document = iam.policies.values().iterator().next();
    assertThat(Denial.holds(document, Requests.SESSION, ISSUED)).isTrue();
    assertThat(Denial.holds(document, "AROAEXAMPLEROLE123456:other", ISSUED)).isFalse();
    assertThat(change.undo().command())
        .matches(
            "aws iam delete-role-policy --role-name app-server --policy-name"
                + " TokenResponder-inc-20260810-aabbccddeeff-[0-9a-f]{8}");
  }

  @Test
  void done_again_it_finds_nothing_to_change() {
    ready(Requests.roleSession()).apply();

    Preparation again = revoke.ofRoleSession().prepare(Requests.roleSession());

    assertThat(again)
        .isInstanceOfSatisfying(
            Preparation.Unchanged.class,
            unchanged -> assertThat(unchanged.undo().command()).startsWith("aws iam delete"));
    assertThat(iam.writes).hasSize(1);
  }

  @Test
  void a_session_issued_again_under_the_same_name_is_denied_again() {
    ready(Requests.roleSession()).apply();
    ActionRequest later =
        Requests.request(
            "revoke-role-session",
            Requests.SESSION,
            Map.of(
                "session", Requests.SESSION,
                "role", "arn:aws:iam::111122223333:role/app-server",
                "issued_at", "2026-08-10T12:00:00Z",
                "seen_at", "2026-08-10T12:05:00Z",
                "issued_before", "2026-08-10T12:05:05Z"));

    ready(later).apply();

    assertThat(iam.policies).hasSize(1);
    assertThat(
            Denial.holds(
                iam.policies.values().iterator().next(),
                Requests.SESSION,
                Instant.parse("2026-08-10T12:00:00Z")))
        .isTrue();
  }

  @Test
  void two_incidents_on_one_role_do_not_share_a_policy() {
    ready(Requests.roleSession()).apply();
    ready(
            Requests.request(
                "inc-20260811-000000000000",
                "revoke-role-session",
                Requests.SESSION,
                FakeIam.ACCOUNT,
                Requests.roleSession().arguments()))
        .apply();

    assertThat(iam.policies).hasSize(2);
  }

  @Test
  void a_role_of_the_same_name_in_another_account_is_not_touched() {
    Preparation preparation =
        revoke
            .ofRoleSession()
            .prepare(
                Requests.request(
                    "inc-1",
                    "revoke-role-session",
                    Requests.SESSION,
                    "444455556666",
                    Requests.roleSession().arguments()));

    assertRefused(preparation, "account 444455556666");
  }

  @Test
  void a_role_made_anew_under_the_old_name_is_not_touched() {
    iam.roles.put("app-server", FakeIam.role("app-server", "AROAEXAMPLEROLE999999", "/"));

    assertRefused(revoke.ofRoleSession().prepare(Requests.roleSession()), "made anew");
  }

  @Test
  void service_linked_and_identity_center_roles_are_known_by_their_path() {
    for (String path : new String[] {"/aws-service-role/x/", "/aws-reserved/sso.amazonaws.com/"}) {
      iam.roles.put("app-server", FakeIam.role("app-server", "AROAEXAMPLEROLE123456", path));

      assertRefused(revoke.ofRoleSession().prepare(Requests.roleSession()), "only be changed");
      assertRefused(revoke.ofRole().prepare(Requests.roleSession()), "only be changed");
    }
  }

  @Test
  void a_role_that_is_gone_fails_for_good() {
    iam.roles.clear();

    assertThatThrownBy(() -> revoke.ofRoleSession().prepare(Requests.roleSession()))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse());
  }

  @Test
  void a_change_that_cannot_be_read_back_is_not_called_done() {
    iam.losesPolicies = true;
    Change change = ready(Requests.roleSession());
    change.apply();

    assertThatThrownBy(change::verify)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  @Test
  void all_sessions_of_a_role_are_denied_up_to_the_cutoff() {
    Preparation preparation = revoke.ofRole().prepare(Requests.roleSession());
    ((Preparation.Ready) preparation).change().apply();

    String document = iam.policies.values().iterator().next();
    assertThat(Denial.holds(document, "AROAEXAMPLEROLE123456:any", ISSUED)).isTrue();
    assertThat(
            Denial.holds(
                document, "AROAEXAMPLEROLE123456:any", Instant.parse("2026-08-10T10:00:06Z")))
        .isFalse();
  }

  @Test
  void all_temporary_sessions_of_a_user_are_denied_up_to_the_cutoff() {
    Preparation preparation =
        revoke
            .ofUser()
            .prepare(Requests.request("revoke-user-sessions", "x", Map.of("user", "deploy-bot")));
    Change change = ((Preparation.Ready) preparation).change();
    change.apply();

    assertThat(iam.policies.keySet()).allMatch(key -> key.startsWith("user deploy-bot/"));
    assertThat(change.undo().command()).startsWith("aws iam delete-user-policy");
  }

  private Change ready(ActionRequest request) {
    Preparation preparation = revoke.ofRoleSession().prepare(request);
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).change();
  }

  private void assertRefused(Preparation preparation, String reason) {
    assertThat(preparation)
        .isInstanceOfSatisfying(
            Preparation.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
    assertThat(iam.writes).isEmpty();
  }
}
