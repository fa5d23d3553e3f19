package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisableAccessKeyTest {
  private static final String OTHER_KEY = "AKIAI44QH8DHBEXAMPLE";

  private final FakeIam iam = new FakeIam();
  private final DisableAccessKey disable = new DisableAccessKey(Iams.only(iam), Pace.ALONE);

  @BeforeEach
  void account() {
    iam.addUser("deploy-bot", "AIDAEXAMPLEUSER123456");
    iam.addUser("alice", "AIDAEXAMPLEUSER999999");
    iam.keys.put("deploy-bot/" + Requests.KEY, true);
    iam.keys.put("deploy-bot/" + OTHER_KEY, true);
    iam.keyUsers.put(Requests.KEY, "deploy-bot");
  }

  @Test
  void the_one_key_is_disabled_and_the_sessions_it_made_are_denied() {
    Change change = ready();
    change.apply();

    assertThat(change.verify()).contains("is inactive", "denies it");
    assertThat(iam.keys)
        .containsEntry("deploy-bot/" + Requests.KEY, false)
        .containsEntry("deploy-bot/" + OTHER_KEY, true);
    assertThat(iam.policies).hasSize(1);
    assertThat(iam.writes.get(0)).startsWith("put user deploy-bot/");
  }

  @Test
  void its_user_is_asked_for_when_the_record_did_not_tell() {
    assertThat(ready().principal().resource())
        .isEqualTo("arn:aws:iam::111122223333:user/deploy-bot");
  }

  @Test
  void the_undo_activates_a_key_that_was_active_and_deletes_the_policy() {
    assertThat(ready().undo().command())
        .startsWith("aws iam update-access-key --user-name deploy-bot")
        .contains(
            "--status Active && left=$(aws iam get-user-policy", "aws iam delete-user-policy");
  }

  @Test
  void the_undo_leaves_a_key_inactive_that_was_so_before() {
    iam.keys.put("deploy-bot/" + Requests.KEY, false);

    Change change = ready();
    change.apply();

    assertThat(change.undo().command()).startsWith("left=$(aws iam get-user-policy");
    assertThat(iam.writes).noneMatch(write -> write.startsWith("disable"));
  }

  @Test
  void done_again_it_finds_nothing_to_change_and_still_knows_the_undo() {
    ready().apply();

    assertThat(disable.prepare(Requests.accessKey()))
        .isInstanceOfSatisfying(
            Preparation.Unchanged.class,
            unchanged -> assertThat(unchanged.undo().command()).contains("--status Active"));
    assertThat(iam.writes).hasSize(2);
  }

  @Test
  void the_undo_brings_the_first_state_back_and_twice_is_once() {
    Map<String, Boolean> keys = Map.copyOf(iam.keys);
    Change change = ready();
    change.apply();

    String first = disable.undo(change.undo(), Instant.now());
    int writes = iam.writes.size();
    String second = disable.undo(change.undo(), Instant.now());

    assertThat(iam.keys).isEqualTo(keys);
    assertThat(iam.policies).isEmpty();
    assertThat(first).contains("is not on user deploy-bot", "is active").isEqualTo(second);
    assertThat(iam.writes).hasSize(writes);
  }

  @Test
  void the_undo_of_a_key_that_was_inactive_before_leaves_it_so() {
    iam.keys.put("deploy-bot/" + Requests.KEY, false);
    Change change = ready();
    change.apply();

    assertThat(disable.undo(change.undo(), Instant.now())).contains("as it was before, inactive");

    assertThat(iam.policies).isEmpty();
    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
  }

  @Test
  void a_key_that_somebody_else_activated_meanwhile_is_inactive_after_the_undo() {
    iam.keys.put("deploy-bot/" + Requests.KEY, false);
    ready().apply();
    iam.keys.put("deploy-bot/" + Requests.KEY, true);

    Change again = ready();
    again.apply();
    disable.undo(again.undo(), Instant.now());

    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
  }

  @Test
  void the_undo_of_an_interrupted_run_is_known_to_the_next() {
    ready().apply();
    Preparation again = disable.prepare(Requests.accessKey());

    disable.undo(((Preparation.Unchanged) again).undo(), Instant.now());

    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, true);
    assertThat(iam.policies).isEmpty();
  }

  @Test
  void with_a_denial_that_was_changed_since_or_a_key_that_is_gone_nothing_is_touched() {
    Change change = ready();
    change.apply();
    Map<String, String> written = Map.copyOf(iam.policies);
    iam.policies.replaceAll((name, document) -> document.replace("Deny", "Allow"));
    int writes = iam.writes.size();

    assertUndoRefused(change, "was changed since");

    iam.policies.putAll(written);
    iam.keys.remove("deploy-bot/" + Requests.KEY);
    assertUndoRefused(change, "no key");
    assertThat(iam.writes).hasSize(writes);
  }

  private void assertUndoRefused(Change change, String reason) {
    assertThatThrownBy(() -> disable.undo(change.undo(), Instant.now()))
        .isInstanceOfSatisfying(
            ActionException.class,
            e -> {
              assertThat(e.isRetryable()).isFalse();
              assertThat(e).hasMessageContaining(reason);
            });
  }

  @Test
  void a_key_that_another_incident_has_disabled_too_is_activated_by_the_last_undo_only() {
    Change first = ready();
    first.apply();
    Change second = ready("inc-20260812-001122334455");
    second.apply();

    assertUndoRefused(first, "take that one back first: inc-20260812-001122334455");
    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
    assertThat(iam.policies.values().toString()).contains("inc20260810aabbccddeeffH");

    disable.undo(second.undo(), Instant.now());
    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
    disable.undo(first.undo(), Instant.now());
    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, true);
    assertThat(iam.policies).isEmpty();
  }

  @Test
  void what_another_incident_did_to_another_key_of_the_user_does_not_hinder_the_undo() {
    Change change = ready();
    change.apply();
    iam.keyUsers.put(OTHER_KEY, "deploy-bot");
    Preparation other =
        disable.prepare(
            Requests.request(
                "inc-20260812-001122334455",
                "disable-access-key",
                OTHER_KEY,
                FakeIam.ACCOUNT,
                Map.of("access_key_id", OTHER_KEY)));
    ((Preparation.Ready) other).change().apply();

    disable.undo(change.undo(), Instant.now());

    assertThat(iam.keys)
        .containsEntry("deploy-bot/" + Requests.KEY, true)
        .containsEntry("deploy-bot/" + OTHER_KEY, false);
  }

  @Test
  void a_key_that_an_attacker_activated_again_is_disabled_again() {
    ready().apply();
    iam.keys.put("deploy-bot/" + Requests.KEY, true);

    ready().apply();

    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
  }

  @Test
  void without_room_for_the_denial_the_key_is_disabled_all_the_same() {
    iam.hasNoRoom = true;

    assertThatThrownBy(ready()::apply).hasMessageContaining("is inactive, but not the sessions");
    assertThat(iam.keys).containsEntry("deploy-bot/" + Requests.KEY, false);
  }

  @Test
  void a_key_that_is_not_the_named_users_hurts_neither() {
    assertThatThrownBy(() -> disable.prepare(accessKeyOf("alice", null)))
        .hasMessageContaining("belongs to user deploy-bot");
    assertThat(iam.writes).isEmpty();
  }

  @Test
  void a_user_made_anew_under_the_old_name_is_not_touched() {
    assertThatThrownBy(() -> disable.prepare(accessKeyOf("deploy-bot", "AIDAEXAMPLEUSER000000")))
        .hasMessageContaining("made anew");
    assertThat(disable.prepare(accessKeyOf("deploy-bot", "AIDAEXAMPLEUSER123456")))
        .isInstanceOf(Preparation.Ready.class);
  }

  @Test
  void a_key_that_still_shows_as_active_is_not_called_done() {
    Change change = ready();
    change.apply();
    iam.keys.put("deploy-bot/" + Requests.KEY, true);

    assertThatThrownBy(change::verify).hasMessageContaining("still shows as active");
  }

  private static ActionRequest accessKeyOf(String user, String userId) {
    Map<String, String> arguments = new HashMap<>(Requests.accessKey().arguments());
    arguments.put("user", user);
    if (userId != null) {
      arguments.put("user_id", userId);
    }
    return Requests.request("disable-access-key", Requests.KEY, arguments);
  }

  @Test
  void a_key_of_nobody_here_fails_for_good() {
    iam.keyUsers.clear();

    assertThatThrownBy(() -> disable.prepare(Requests.accessKey()))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse());
  }

  @Test
  void a_key_of_another_account_is_refused() {
    assertThat(
            disable.prepare(
                Requests.request(
                    "inc-1",
                    "disable-access-key",
                    Requests.KEY,
                    "444455556666",
                    Requests.accessKey().arguments())))
        .isInstanceOf(Preparation.Refused.class);
  }

  private Change ready() {
    return ready(Requests.accessKey().incident());
  }

  private Change ready(String incident) {
    Preparation preparation =
        disable.prepare(
            Requests.request(
                incident,
                "disable-access-key",
                Requests.KEY,
                FakeIam.ACCOUNT,
                Requests.accessKey().arguments()));
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).change();
  }
}
