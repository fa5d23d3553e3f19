package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevokeSessionsTest {
  private static final String OTHER = "AROAEXAMPLEROLE123456:other";
  private static final Instant ISSUED = Instant.parse("2026-08-10T09:00:00Z");

  private final FakeIam iam = new FakeIam();
  private final RevokeSessions revoke =
      new RevokeSessions(Iams.only(iam), Pace.ALONE, Widening.ALLOWED);

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

    assertThat(change.verify())
        .contains(
            "read back: policy TokenResponder on role app-server denies it",
            "one issued from 2026-08-10T10:00:06Z on is not denied, nor is one of another name");
    String document = iam.policies.get("role app-server/TokenResponder");
    assertThat(Denial.holds(document, Requests.SESSION, ISSUED)).isTrue();
    assertThat(Denial.holds(document, "AROAEXAMPLEROLE123456:other", ISSUED)).isFalse();
    assertThat(change.undo().command())
        .contains(
            "aws iam delete-role-policy --role-name app-server --policy-name TokenResponder",
            ".Sid != \"inc20260810aabbccddeeffH");
  }

  @Test
  void done_again_it_finds_nothing_to_change() {
    ready(Requests.roleSession()).apply();

    Preparation again = revoke.ofRoleSession().prepare(Requests.roleSession());

    assertThat(again)
        .isInstanceOfSatisfying(
            Preparation.Unchanged.class,
            unchanged ->
                assertThat(unchanged.undo().command()).contains("aws iam delete-role-policy"));
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
  void incidents_of_one_role_share_a_policy_and_not_a_statement() {
    Change first = ready(Requests.roleSession());
    first.apply();
    String alone = policy();
    Change second = ready(of("inc-20260811-000000000000", OTHER));
    second.apply();

    assertThat(iam.policies).hasSize(1);
    assertThat(PolicyDocument.read(policy()).denials()).hasSize(2);
    assertThat(Denial.holds(policy(), Requests.SESSION, ISSUED)).isTrue();
    assertThat(Denial.holds(policy(), OTHER, ISSUED)).isTrue();

    undo(second.undo());
    assertThat(policy()).isEqualTo(alone);
  }

  @Test
  void what_is_denied_already_is_not_said_twice_and_lasts_while_one_incident_counts_on_it() {
    Change first = ready(Requests.roleSession());
    first.apply();
    String alone = policy();
    Change second = ready(of("inc-20260811-000000000000", Requests.SESSION));
    second.apply();
    assertThat(second.verify()).contains("denies it");
    assertThat(PolicyDocument.read(policy()).statements()).hasSize(1);

    undo(second.undo());
    assertThat(policy()).isEqualTo(alone);

    second.apply();
    assertThat(undo(first.undo())).contains("still denied, by statement inc20260811000000000000");
    assertThat(Denial.holds(policy(), Requests.SESSION, ISSUED)).isTrue();
    undo(second.undo());
    assertThat(iam.policies).isEmpty();
  }

  @Test
  void what_others_put_into_the_policy_stays_as_it_is() {
    String theirs =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Admin\",\"Effect\":\"Deny\","
            + "\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    iam.policies.put("role app-server/TokenResponder", theirs);
    Change change = ready(Requests.roleSession());
    change.apply();

    assertThat(change.verify()).contains("what 1 other statements in it deny was not judged");
    assertThat(policy()).contains("\"Sid\":\"Admin\"");
    undo(change.undo());
    assertThat(policy()).isEqualTo(theirs);
  }

  @Test
  void a_policy_of_ours_that_allows_something_is_refused() {
    iam.policies.put(
        "role app-server/TokenResponder",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}");

    assertRefused(revoke.ofRoleSession().prepare(Requests.roleSession()), "allows something");
  }

  @Test
  void a_policy_that_denies_more_than_was_asked_for_is_told_of() {
    Change change = ready(Requests.roleSession());
    change.apply();
    PolicyDocument there = PolicyDocument.read(policy());
    List<JsonNode> more = new ArrayList<>(there.statements());
    Denial everybody =
        Denial.of(
            new Owner("x", "00000000".repeat(4), false, false),
            Instant.parse("2099-01-01T00:00:00Z"),
            null);
    more.add(everybody.json().put("Sid", "Planted"));
    iam.policies.put("role app-server/TokenResponder", new PolicyDocument(more, null).text());

    assertThat(change.verify())
        .contains(
            "on is denied too, by statement Planted, which the responder did not write",
            "sessions of other names are denied too, by statement Planted");
  }

  @Test
  void without_room_for_single_sessions_all_of_the_role_are_denied_and_it_says_so() {
    ready(Requests.roleSession()).apply();
    iam.room = 300;

    Change change = ready(of("inc-20260811-000000000000", OTHER));
    change.apply();

    assertThat(change.verify()).contains("there was no room for single sessions", "every session");
    assertThat(Denial.holds(policy(), "AROAEXAMPLEROLE123456:any", ISSUED)).isTrue();
    undo(change.undo());
    assertThat(Denial.holds(policy(), Requests.SESSION, ISSUED)).isTrue();
  }

  @Test
  void a_role_with_an_exempt_session_is_not_denied_as_a_whole() {
    RevokeSessions careful =
        new RevokeSessions(Iams.only(iam), Pace.ALONE, role -> Optional.of("break glass"));
    ready(Requests.roleSession()).apply();
    String before = policy();
    iam.room = 300;
    Preparation preparation =
        careful.ofRoleSession().prepare(of("inc-20260811-000000000000", OTHER));

    assertThatThrownBy(((Preparation.Ready) preparation).change()::apply)
        .hasMessageContaining("no room")
        .hasMessageContaining("break glass");
    assertThat(policy()).isEqualTo(before);
  }

  @Test
  void denials_of_sessions_that_have_ended_make_room() {
    ready(Requests.roleSession()).apply();
    iam.room = 350;
    Map<String, String> dayLater = new HashMap<>(of("inc-2", OTHER).arguments());
    dayLater.put("issued_before", "2026-08-11T10:00:05Z");
    dayLater.put("seen_at", "2026-08-11T10:00:00Z");
    ActionRequest request =
        new ActionRequest(
            "inc-2",
            "revoke-role-session",
            OTHER,
            FakeIam.ACCOUNT,
            dayLater,
            Disposition.ENFORCE,
            "",
            Map.of(),
            Instant.parse("2026-08-11T10:00:05Z"),
            1);

    ready(request).apply();

    assertThat(PolicyDocument.read(policy()).denials())
        .singleElement()
        .satisfies(denial -> assertThat(denial.userIds()).containsExactly(OTHER));
  }

  @Test
  void a_policy_of_an_earlier_release_is_still_taken_back() {
    String document = "{\"Statement\":[{\"Sid\":\"inc1\",\"Effect\":\"Deny\"}]}";
    iam.policies.put("role app-server/TokenResponder-inc-1-0123abcd", document);
    Undo undo =
        new Undo(
            "",
            Map.of(
                "account", FakeIam.ACCOUNT,
                "kind", "ROLE",
                "name", "app-server",
                "policy", "TokenResponder-inc-1-0123abcd",
                "document", document));

    undo(undo);

    assertThat(iam.policies).isEmpty();
  }

  private String policy() {
    return iam.policies.get("role app-server/TokenResponder");
  }

  private static ActionRequest of(String incident, String session) {
    Map<String, String> arguments = new HashMap<>(Requests.roleSession().arguments());
    arguments.put("session", session);
    return Requests.request(incident, "revoke-role-session", session, FakeIam.ACCOUNT, arguments);
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
    assertRefused(
        revoke
            .ofRole()
            .prepare(
                Requests.request(
                    "revoke-role-sessions",
                    "arn:aws:iam::111122223333:role/app-server",
                    Map.of(
                        "role",
                        "arn:aws:iam::111122223333:role/app-server",
                        "role_id",
                        "AROAEXAMPLEROLE123456"))),
        "made anew");
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
    assertThat(change.undo().command()).contains("aws iam delete-user-policy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoke-role-session", "revoke-role-sessions", "revoke-user-sessions"})
  void the_undo_brings_the_first_state_back_and_twice_is_once(String action) {
    iam.policies.put("role app-server/app", "{}");
    Map<String, String> before = Map.copyOf(iam.policies);
    ActionHandler handler = AwsHandlers.containment(iam).get(action);
    Change change = ((Preparation.Ready) handler.prepare(anyOf(action))).change();
    change.apply();

    String first = ((UndoHandler) handler).undo(change.undo(), Instant.now());
    int writes = iam.writes.size();
    String second = ((UndoHandler) handler).undo(change.undo(), Instant.now());

    assertThat(iam.policies).isEqualTo(before);
    assertThat(first).contains("read back", "is not on").isEqualTo(second);
    assertThat(iam.writes).hasSize(writes);
  }

  @Test
  void the_undo_of_what_was_there_already_takes_that_away() {
    ready(Requests.roleSession()).apply();
    Preparation again = revoke.ofRoleSession().prepare(Requests.roleSession());

    undo(((Preparation.Unchanged) again).undo());

    assertThat(iam.policies).isEmpty();
  }

  @Test
  void a_policy_that_was_changed_since_is_not_taken_away() {
    Change change = ready(Requests.roleSession());
    change.apply();
    iam.policies.replaceAll((name, document) -> document.replace("\"*\"", "\"s3:*\""));
    Map<String, String> changed = Map.copyOf(iam.policies);

    assertUndoRefused(change.undo(), "was changed since");

    assertThat(iam.policies).isEqualTo(changed);
  }

  @Test
  void a_policy_that_is_only_spelled_otherwise_is_taken_away() {
    Change change = ready(Requests.roleSession());
    change.apply();
    iam.policies.replaceAll((name, document) -> "{ " + document.substring(1) + "\n");

    undo(change.undo());

    assertThat(iam.policies).isEmpty();
  }

  @Test
  void the_undo_is_refused_in_another_account_and_where_not_all_is_known() {
    Change change = ready(Requests.roleSession());
    change.apply();
    Map<String, String> other = new HashMap<>(change.undo().data());
    other.put("account", "444455556666");
    Map<String, String> less = new HashMap<>(change.undo().data());
    less.remove("cutoff");

    assertUndoRefused(new Undo("", other), "account 444455556666");
    assertUndoRefused(new Undo("", less), "'cutoff' is missing");

    assertThat(iam.policies).hasSize(1);
  }

  private String undo(Undo undo) {
    return ((UndoHandler) revoke.ofRoleSession()).undo(undo, Instant.now());
  }

  private void assertUndoRefused(Undo undo, String reason) {
    assertThatThrownBy(() -> undo(undo))
        .isInstanceOfSatisfying(
            ActionException.class,
            e -> {
              assertThat(e.isRetryable()).isFalse();
              assertThat(e).hasMessageContaining(reason);
            });
  }

  private static ActionRequest anyOf(String action) {
    return action.equals("revoke-user-sessions")
        ? Requests.request(action, "x", Map.of("user", "deploy-bot"))
        : Requests.roleSession();
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
