package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevokeIdentityCenterSessionsTest {
  private static final String ACCOUNT = FakeIam.ACCOUNT;
  private static final String OTHER = "444455556666";
  private static final String ROLE = "AWSReservedSSO_Developer_0123456789abcdef";
  private static final String PATH = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
  private static final String ROLE_ID = "AROAEXAMPLESSO1234567";
  private static final String SESSION = ROLE_ID + ":alice@example.com";
  private static final String ALICE = "12345678-0abc-4def-8123-456789abcdef";
  private static final String BOB = "9067642ac7-12345678-0abc-4def-8123-456789abcdee";
  private static final Instant ISSUED = Instant.parse("2026-08-10T09:00:00Z");
  private static final Instant LATER = Instant.parse("2026-08-10T11:00:00Z");
  private static final String THEIRS =
      "{ \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Effect\": \"Allow\","
          + " \"Action\": \"ec2:*\", \"Resource\": \"*\"}\n}\n";

  private final FakeIam iam = new FakeIam();
  private final FakeIdentityCenter center = new FakeIdentityCenter();
  private final RevokeIdentityCenterSessions handler =
      new RevokeIdentityCenterSessions(() -> Optional.of(center), Iams.only(iam), Pace.ALONE);

  @BeforeEach
  void organization() {
    iam.roles.put(ROLE, FakeIam.role(ROLE, ROLE_ID, PATH));
    center.add(FakeIdentityCenter.set("Developers", "fedcba9876543210"), ACCOUNT);
    center.add(FakeIdentityCenter.DEVELOPER, ACCOUNT);
    center.add(FakeIdentityCenter.DEVELOPER, OTHER);
  }

  @Test
  void a_persons_older_sessions_are_denied_in_the_account_and_nobody_elses() {
    Change change = ready(request(ALICE));
    change.apply();

    assertThat(change.verify())
        .contains("read back", "the inline policy of permission set Developer denies it")
        .contains("is provisioned");
    String role = center.role(ACCOUNT);
    assertThat(role).contains("\"StringEquals\":{\"identitystore:userId\":\"" + ALICE + "\"}");
    assertThat(Denial.holds(role, ALICE, ISSUED)).isTrue();
    assertThat(Denial.holds(role, ALICE, LATER)).isFalse();
    assertThat(Denial.holds(role, BOB, ISSUED)).isFalse();
    assertThat(center.writes).containsExactly("put", "provision " + ACCOUNT);
    assertThat(center.role(OTHER)).isEmpty();
  }

  @Test
  void the_session_is_denied_by_its_own_name_where_the_record_does_not_tell_the_persons_id() {
    done(request(null));

    assertThat(center.role(ACCOUNT)).contains("{\"aws:userid\":\"" + SESSION + "\"}");
    assertThat(Denial.holds(center.role(ACCOUNT), SESSION, ISSUED)).isTrue();
  }

  @Test
  void what_others_wrote_is_kept_to_the_letter_and_is_all_that_is_left_by_the_undo() {
    center.policies.put(FakeIdentityCenter.DEVELOPER.arn(), THEIRS);
    List<Undo> undone = new ArrayList<>();
    undone.add(done(request("inc-1", ALICE)));
    undone.add(done(request("inc-2", BOB)));
    undone.add(done(request("inc-3", null)));
    assertThat(center.role(ACCOUNT)).contains("\"Action\": \"ec2:*\"");
    assertThat(Denial.holds(center.role(ACCOUNT), BOB, ISSUED)).isTrue();

    for (Undo undo : undone) {
      assertThat(handler.undo(undo, LATER)).contains("is not on", "is provisioned");
    }

    assertThat(policy()).isEqualTo(THEIRS);
    assertThat(center.role(ACCOUNT)).isEqualTo(THEIRS);
  }

  @Test
  void without_a_policy_of_others_none_is_left_by_the_undo_and_twice_is_once() {
    Undo undo = done(request(ALICE));

    handler.undo(undo, LATER);
    handler.undo(undo, LATER);

    assertThat(policy()).isNull();
    assertThat(center.role(ACCOUNT)).isEmpty();
    assertThat(center.writes)
        .containsExactly("put", "provision " + ACCOUNT, "delete", "provision " + ACCOUNT);
  }

  @Test
  void an_undo_leaves_the_denial_of_another_incident() {
    Undo first = done(request("inc-1", ALICE));
    done(request("inc-2", ALICE));

    handler.undo(first, LATER);

    assertThat(Denial.holds(center.role(ACCOUNT), ALICE, ISSUED)).isTrue();
  }

  @Test
  void a_denial_that_somebody_changed_is_not_taken_away() {
    Undo undo = done(request(ALICE));
    center.policies.computeIfPresent(
        FakeIdentityCenter.DEVELOPER.arn(),
        (arn, text) -> text.replace("\"Action\":\"*\"", "\"Action\":\"s3:*\""));

    assertThatThrownBy(() -> handler.undo(undo, LATER)).hasMessageContaining("was changed since");
  }

  @Test
  void what_was_done_is_done_already_only_when_the_account_has_it() {
    done(request(ALICE));
    assertThat(handler.prepare(request(ALICE))).isInstanceOf(Preparation.Unchanged.class);

    center.roles.put(ACCOUNT + FakeIdentityCenter.DEVELOPER.arn(), "");

    done(request(ALICE));
    assertThat(Denial.holds(center.role(ACCOUNT), ALICE, ISSUED)).isTrue();
    assertThat(center.writes)
        .containsExactly("put", "provision " + ACCOUNT, "provision " + ACCOUNT);
  }

  @Test
  void a_statement_that_others_overwrite_is_there_before_it_is_provisioned() {
    int[] puts = {0};
    RevokeIdentityCenterSessions watched =
        new RevokeIdentityCenterSessions(
            () -> Optional.of(center),
            Iams.only(iam),
            attempt -> {
              if (puts[0]++ == 0) {
                center.policies.put(FakeIdentityCenter.DEVELOPER.arn(), THEIRS);
              }
            });
    Change change = ready(watched.prepare(request(ALICE)));

    change.apply();

    assertThat(center.role(ACCOUNT)).contains("\"Action\": \"ec2:*\"");
    assertThat(Denial.holds(center.role(ACCOUNT), ALICE, ISSUED)).isTrue();
  }

  @Test
  void what_waits_for_somebody_elses_provisioning_stands_and_was_not_taken_away() {
    assertThat(ready(request(ALICE)).stands()).isFalse();
    done(request(ALICE));
    center.policies.computeIfPresent(
        FakeIdentityCenter.DEVELOPER.arn(), (arn, document) -> document + " ");

    assertThat(ready(request(ALICE)).stands()).isTrue();
  }

  @Test
  void a_provisioning_is_waited_for() {
    center.looks = 9;

    done(request(ALICE));

    assertThat(Denial.holds(center.role(ACCOUNT), ALICE, ISSUED)).isTrue();
  }

  @Test
  void a_provisioning_that_goes_on_may_be_tried_again_and_is_then_found_done() {
    center.looks = 1_000;
    Change change = ready(request(ALICE));

    assertThatThrownBy(change::apply)
        .hasMessageContaining("still being provisioned")
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());

    center.looks = 0;
    done(request(ALICE));
    assertThat(Denial.holds(center.role(ACCOUNT), ALICE, ISSUED)).isTrue();
  }

  @Test
  void a_provisioning_that_fails_is_told_with_its_reason() {
    center.failure = "the account is suspended";
    Change change = ready(request(ALICE));

    assertThatThrownBy(change::apply)
        .hasMessageContaining("the account is suspended")
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse());
  }

  @Test
  void what_is_said_to_be_provisioned_and_is_not_is_not_believed() {
    center.provisionsNothing = true;
    Change change = ready(request(ALICE));

    assertThatThrownBy(change::apply)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertThatThrownBy(change::verify).isInstanceOf(ActionException.class);
  }

  @ParameterizedTest(name = "{0} characters, {1} of white space")
  @CsvSource({"9900, 0", "10000, 25000"})
  void without_room_it_is_refused_and_others_are_never_denied_instead(int text, int space) {
    String full = THEIRS.replace("ec2:*", "s3:" + "x".repeat(text - 300)) + " ".repeat(space);
    if (space > 0) {
      full = THEIRS + " ".repeat(32_768 - THEIRS.length());
    }
    center.policies.put(FakeIdentityCenter.DEVELOPER.arn(), full);
    ActionException refusal = null;
    int done = 0;
    while (refusal == null && done < 100) {
      try {
        ready(request("inc-" + done, person(done))).apply();
        done++;
      } catch (ActionException e) {
        refusal = e;
      }
    }

    assertThat(refusal).hasMessageContaining("no room").hasMessageContaining("others have");
    assertThat(refusal.isRetryable()).isFalse();
    assertThat(Denial.holds(policy(), person(999), ISSUED)).isFalse();
  }

  @Test
  void denials_whose_sessions_have_ended_make_room() {
    for (int i = 0; i < 200; i++) {
      ready(
              request(
                  "inc-" + i,
                  person(i),
                  Instant.parse("2026-08-09T10:00:00Z").plusSeconds(i * 1_800L)))
          .apply();
    }

    assertThat(Denial.holds(policy(), person(199), Instant.parse("2026-08-09T09:00:00Z"))).isTrue();
  }

  @Test
  void persons_and_sessions_that_are_denied_together_are_taken_back_apart() {
    List<Undo> undone = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      undone.add(done(request("inc-" + i, i % 2 == 0 ? person(i) : null)));
    }
    assertThat(PolicyDocument.shared(policy()).statements().size()).isLessThan(60);

    handler.undo(undone.get(0), LATER);

    assertThat(Denial.holds(policy(), person(0), ISSUED)).isFalse();
    assertThat(Denial.holds(policy(), person(2), ISSUED)).isTrue();
    assertThat(Denial.holds(policy(), SESSION, ISSUED)).isTrue();
  }

  @Test
  void without_an_instance_it_is_refused_with_what_to_set() {
    RevokeIdentityCenterSessions untold =
        new RevokeIdentityCenterSessions(Optional::empty, Iams.only(iam), Pace.ALONE);

    assertThat(refusal(untold.prepare(request(ALICE)))).contains("TOKEN_RESPONDER_IDENTITY_CENTER");
  }

  @Test
  void one_permission_set_of_exactly_that_name_is_changed_or_none() {
    center.sets.remove(FakeIdentityCenter.DEVELOPER.arn());
    assertThat(refusal(handler.prepare(request(ALICE)))).contains("no permission set");

    center.add(FakeIdentityCenter.DEVELOPER, ACCOUNT);
    center.add(FakeIdentityCenter.set("Developer", "00000000000000ff"), ACCOUNT);
    assertThat(refusal(handler.prepare(request(ALICE)))).contains("2 permission sets");
    assertThat(center.writes).isEmpty();
  }

  @Test
  void a_person_of_another_identity_store_is_not_looked_for_in_this_one() {
    assertThat(
            refusal(handler.prepare(requestWith(ALICE, Map.of("identity_store", "d-9999999999")))))
        .contains("d-9999999999", FakeIdentityCenter.STORE);
  }

  @Test
  void a_role_that_somebody_named_like_one_of_theirs_is_not_said_to_be_contained() {
    iam.roles.put(ROLE, FakeIam.role(ROLE, ROLE_ID, "/"));

    assertThat(refusal(handler.prepare(request(ALICE)))).contains("only named like");
  }

  @Test
  void a_role_that_was_made_anew_is_not_the_one_of_the_session() {
    iam.roles.put(ROLE, FakeIam.role(ROLE, "AROAEXAMPLEANOTHER123", PATH));

    assertThat(refusal(handler.prepare(request(ALICE)))).contains("made anew");
  }

  @Test
  void an_account_that_cannot_be_looked_into_is_acted_in_when_the_record_proves_the_role() {
    ActionRequest there = request("inc-1", ALICE, LATER, OTHER, Map.of());
    ready(handler.prepare(there)).apply();
    assertThat(Denial.holds(center.role(OTHER), ALICE, ISSUED)).isTrue();

    Map<String, String> bare = Map.of("role", "arn:aws:iam::" + OTHER + ":role/" + ROLE);
    assertThat(refusal(handler.prepare(request("inc-2", ALICE, LATER, OTHER, bare))))
        .contains("does not prove");
  }

  @Test
  void whom_it_is_done_to_is_known_by_role_session_person_and_name() {
    Change change = ready(request(ALICE));

    assertThat(change.principal().id()).isEqualTo(SESSION);
    assertThat(change.principal().name()).isEqualTo(ROLE);
    assertThat(change.alsoAffected())
        .extracting(Principal::id, Principal::name)
        .containsExactly(tuple(ALICE, "alice@example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"not json", "{\"Statement\":[{\"Effect\":\"Allow\",\"Effect\":\"Deny\"}]}"})
  void a_policy_that_cannot_be_read_is_left_as_it_is(String text) {
    center.policies.put(FakeIdentityCenter.DEVELOPER.arn(), text);

    assertThat(refusal(handler.prepare(request(ALICE)))).contains("cannot be read");
  }

  @Test
  void an_undo_for_another_instance_is_refused() {
    Undo undo = done(request(ALICE));
    Map<String, String> data = new HashMap<>(undo.data());
    data.put("instance", "arn:aws:sso:::instance/ssoins-ffffffffffffffff");

    assertThatThrownBy(() -> handler.undo(new Undo("", data), LATER))
        .hasMessageContaining("another");
  }

  @Test
  void a_person_can_take_it_back_with_the_command_line() {
    assertThat(done(request(ALICE)).command())
        .contains("aws sso-admin get-inline-policy-for-permission-set --region eu-west-1")
        .contains("jq -ce", "aws sso-admin put-inline-policy-to-permission-set")
        .endsWith("--target-type AWS_ACCOUNT --target-id " + ACCOUNT);
  }

  private static String person(int number) {
    return String.format("12345678-0abc-4def-8123-%012x", number);
  }

  private String policy() {
    return center.policies.get(FakeIdentityCenter.DEVELOPER.arn());
  }

  private Undo done(ActionRequest request) {
    Change change = ready(request);
    change.apply();
    change.verify();
    return change.undo();
  }

  private Change ready(ActionRequest request) {
    return ready(handler.prepare(request));
  }

  private static Change ready(Preparation preparation) {
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).change();
  }

  private static String refusal(Preparation preparation) {
    assertThat(preparation).isInstanceOf(Preparation.Refused.class);
    return ((Preparation.Refused) preparation).reason();
  }

  private static ActionRequest request(String userId) {
    return request("inc-20260810-aabbccddeeff", userId);
  }

  private static ActionRequest request(String incident, String userId) {
    return request(incident, userId, Instant.parse("2026-08-10T10:00:05.250Z"));
  }

  private static ActionRequest requestWith(String userId, Map<String, String> more) {
    return request("inc-1", userId, Instant.parse("2026-08-10T10:00:05.250Z"), ACCOUNT, more);
  }

  private static ActionRequest request(String incident, String userId, Instant now) {
    return request(incident, userId, now, ACCOUNT, Map.of());
  }

  private static ActionRequest request(
      String incident, String userId, Instant now, String account, Map<String, String> more) {
    Map<String, String> arguments = new HashMap<>();
    arguments.put("session", SESSION);
    arguments.put("role", "arn:aws:iam::" + account + ":role" + PATH + ROLE);
    arguments.put("permission_set", "Developer");
    arguments.put("issued_before", now.toString());
    arguments.put("seen_at", now.minusSeconds(5).toString());
    if (userId != null) {
      arguments.put("user_id", userId);
      arguments.put("identity_store", FakeIdentityCenter.STORE);
    }
    arguments.putAll(more);
    return Requests.request(
        incident, "revoke-identity-center-sessions", SESSION, account, arguments, now);
  }
}
