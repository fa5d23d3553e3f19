package dev.tokenresponder.gcp.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.gcp.Requests;
import dev.tokenresponder.gcp.iam.PolicyDocument.Binding;
import dev.tokenresponder.gcp.iam.PolicyDocument.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WithdrawRoleGrantTest {
  private static final String OF = "projects/example-project";
  private static final String MALLORY = "user:mallory@example.net";
  private static final String ANNA = "user:anna@example.com";
  private static final Condition WEEK =
      new Condition(
          "week", "until Friday", "request.time < timestamp('2026-12-01T00:00:00Z')", null);

  @Test
  void one_member_loses_one_role_and_all_others_keep_theirs() {
    FakePolicies policies =
        new FakePolicies(
            new Binding("roles/owner", List.of(ANNA, MALLORY), null),
            new Binding("roles/editor", List.of(MALLORY), null),
            new Binding("roles/owner", List.of(MALLORY, ANNA), WEEK));

    Change change = ready(policies, request("roles/owner", MALLORY, null));
    change.apply();

    assertThat(change.verify()).contains("no longer holds roles/owner");
    assertThat(policies.bindings())
        .containsExactly(
            new Binding("roles/owner", List.of(ANNA), null),
            new Binding("roles/editor", List.of(MALLORY), null),
            new Binding("roles/owner", List.of(MALLORY, ANNA), WEEK));
  }

  @Test
  void a_role_under_a_condition_is_another_one_and_keeps_its_condition_for_the_others() {
    FakePolicies policies =
        new FakePolicies(
            new Binding("roles/owner", List.of(ANNA, MALLORY), null),
            new Binding("roles/owner", List.of(MALLORY, ANNA), WEEK));

    ready(policies, request("roles/owner", MALLORY, WEEK)).apply();

    assertThat(policies.bindings())
        .containsExactly(
            new Binding("roles/owner", List.of(ANNA, MALLORY), null),
            new Binding("roles/owner", List.of(ANNA), WEEK));
  }

  @Test
  void what_others_change_meanwhile_is_not_lost() {
    Binding before = new Binding("roles/viewer", List.of(MALLORY, ANNA), null);
    FakePolicies policies = new FakePolicies(before);
    for (String newcomer : List.of("user:one@example.com", "user:two@example.com")) {
      policies.beforeWrite(() -> policies.put(policies.bindings().get(0).with(newcomer)));
    }

    ready(policies, request("roles/viewer", MALLORY, null)).apply();

    assertThat(policies.bindings().get(0).members())
        .containsExactlyInAnyOrder(ANNA, "user:one@example.com", "user:two@example.com");
    assertThat(policies.writes()).isEqualTo(1);
  }

  @Test
  void a_policy_that_others_change_all_the_time_is_for_another_try() {
    FakePolicies policies =
        new FakePolicies(new Binding("roles/viewer", List.of(MALLORY, ANNA), null));
    for (int i = 0; i < 50; i++) {
      policies.beforeWrite(() -> policies.put(policies.bindings().toArray(Binding[]::new)));
    }

    assertThatThrownBy(() -> ready(policies, request("roles/viewer", MALLORY, null)).apply())
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertThat(policies.writes()).isZero();
  }

  @Test
  void without_an_etag_nothing_is_written_for_it_would_overwrite_what_others_did() {
    FakePolicies policies =
        new FakePolicies(new Binding("roles/viewer", List.of(MALLORY, ANNA), null));
    policies.withoutEtag();

    assertThatThrownBy(() -> ready(policies, request("roles/viewer", MALLORY, null)).apply())
        .hasMessageContaining("without an etag");
    assertThat(policies.writes()).isZero();
  }

  @Test
  void after_an_answer_that_was_lost_the_role_is_found_withdrawn() {
    FakePolicies policies =
        new FakePolicies(new Binding("roles/viewer", List.of(MALLORY, ANNA), null));
    policies.losesAnswer();
    ActionRequest request = request("roles/viewer", MALLORY, null);

    assertThatThrownBy(() -> ready(policies, request).apply()).isInstanceOf(ActionException.class);

    assertThat(new WithdrawRoleGrant(policies).prepare(request))
        .isInstanceOf(Preparation.Unchanged.class);
    assertThat(policies.writes()).isEqualTo(1);
  }

  @Test
  void iam_writes_addresses_in_small_letters() {
    FakePolicies policies =
        new FakePolicies(new Binding("roles/viewer", List.of(MALLORY, ANNA), null));

    ready(policies, request("roles/viewer", "user:Mallory@Example.NET", null)).apply();

    assertThat(policies.bindings().get(0).members()).containsExactly(ANNA);
  }

  @Test
  void of_two_conditions_of_the_same_title_the_other_one_is_left_alone() {
    Condition other = new Condition("week", null, "request.time < another", null);
    FakePolicies policies =
        new FakePolicies(
            new Binding("roles/owner", List.of(MALLORY), WEEK),
            new Binding("roles/owner", List.of(MALLORY), other));

    ready(policies, request("roles/owner", MALLORY, WEEK)).apply();

    assertThat(policies.bindings())
        .containsExactly(new Binding("roles/owner", List.of(MALLORY), other));
  }

  @Test
  void subjects_of_others_are_told_apart_by_case() {
    String pool = "principal://iam.googleapis.com/projects/1/locations/global/p/subject/";
    FakePolicies policies =
        new FakePolicies(
            new Binding("roles/viewer", List.of(pool + "Alice@x.org", pool + "alice@x.org"), null));

    ready(policies, request("roles/viewer", pool + "alice@x.org", null)).apply();

    assertThat(policies.bindings().get(0).members()).containsExactly(pool + "Alice@x.org");
  }

  @Test
  void what_is_withdrawn_already_has_no_undo() {
    FakePolicies policies = new FakePolicies(new Binding("roles/owner", List.of(ANNA), null));

    assertThat(new WithdrawRoleGrant(policies).prepare(request("roles/owner", MALLORY, null)))
        .isInstanceOfSatisfying(
            Preparation.Unchanged.class, u -> assertThat(u.undo()).isEqualTo(Undo.NOTHING));
  }

  @Test
  void two_withdrawals_at_once_leave_an_owner() {
    FakePolicies policies =
        new FakePolicies(
            new Binding("roles/owner", List.of(ANNA, MALLORY, "deleted:user:x?uid=1"), null));
    Change one = ready(policies, request("roles/owner", MALLORY, null));
    Change other = ready(policies, request("roles/owner", ANNA, null));

    one.apply();

    assertThatThrownBy(other::apply)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("only one with roles/owner");
    assertThat(policies.bindings().get(0).members()).contains(ANNA);
  }

  @Test
  void a_change_that_does_not_show_is_for_another_try() {
    FakePolicies policies =
        new FakePolicies(new Binding("roles/viewer", List.of(ANNA, MALLORY), null));
    Change change = ready(policies, request("roles/viewer", MALLORY, null));

    assertThatThrownBy(change::verify)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  @Test
  void a_condition_cannot_write_a_part_of_the_command_that_undoes_it() {
    Condition hostile =
        new Condition("t~0~", null, "resource.name == 'x;expression=true;title=y'", null);
    FakePolicies policies = new FakePolicies(new Binding("roles/owner", List.of(MALLORY), hostile));

    String command = ready(policies, request("roles/owner", MALLORY, hostile)).undo().command();

    assertThat(command).contains("--condition=^~1~^expression=resource.name", "~1~title=t~0~");
  }

  @Test
  void the_only_owner_stays_owner() {
    FakePolicies policies =
        new FakePolicies(
            new Binding("roles/owner", List.of(MALLORY), null),
            new Binding("roles/owner", List.of(ANNA), WEEK));

    assertThat(new WithdrawRoleGrant(policies).prepare(request("roles/owner", MALLORY, null)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            r -> assertThat(r.reason()).contains("only one with roles/owner"));
  }

  @Test
  void the_undo_gives_the_role_back_under_the_same_condition() {
    FakePolicies policies =
        new FakePolicies(new Binding("roles/owner", List.of(ANNA, MALLORY), WEEK));
    Change change = ready(policies, request("roles/owner", MALLORY, WEEK));
    Undo undo = change.undo();
    change.apply();

    new WithdrawRoleGrant(policies).undo(undo, Requests.NOW);
    new WithdrawRoleGrant(policies).undo(undo, Requests.NOW);

    assertThat(policies.bindings())
        .containsExactly(new Binding("roles/owner", List.of(ANNA, MALLORY), WEEK));
    assertThat(undo.command())
        .isEqualTo(
            "gcloud projects add-iam-policy-binding example-project --member=user:mallory@example.net"
                + " --role=roles/owner '--condition=^;^expression=request.time <"
                + " timestamp('\\''2026-12-01T00:00:00Z'\\'');title=week'");
  }

  private static Change ready(Policies policies, ActionRequest request) {
    return ((Preparation.Ready) new WithdrawRoleGrant(policies).prepare(request)).change();
  }

  private static ActionRequest request(String role, String member, Condition condition) {
    Map<String, String> arguments = new HashMap<>();
    arguments.put("policy_of", OF);
    arguments.put("granted_role", role);
    arguments.put("member", member);
    if (condition != null) {
      arguments.put("condition_title", condition.title());
      arguments.put("condition_expression", condition.expression());
    }
    return Requests.request("withdraw-role-grant", member, "example-project", arguments);
  }
}
