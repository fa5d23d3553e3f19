package dev.tokenresponder.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.connectors.notify.Shown;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every action on what answers like GitHub, with only the permissions it declares. */
class GitHubActionsTest {
  @TempDir private Path directory;

  static List<ActionRequest> requests() {
    return GitHubRuns.requests();
  }

  private GitHubRuns on(ActionRequest request) {
    return new GitHubRuns(directory, request.action());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void contains_what_it_is_asked_to_and_nothing_else(ActionRequest request) {
    try (GitHubRuns runs = on(request)) {
      ActionOutcome outcome = runs.run(request);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(outcome.reason()).startsWith("read back: ");
      assertThat(runs.isContained(request.action())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void needs_every_permission_it_declares_and_no_other(ActionRequest request) {
    try (GitHubRuns runs = on(request)) {
      runs.run(request);

      assertThat(runs.github.app().used())
          .containsExactlyElementsOf(
              Catalogue.find(request.action()).orElseThrow().permissions().get("github"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "remove-sso-authorization,{\"permissions\":{\"organization_administration\":\"write\"}}",
    "revoke-fine-grained-token,{\"permissions\":{\"organization_personal_access_tokens\":\"write\"}}",
    "remove-deploy-key,'{\"permissions\":{\"administration\":\"write\"},\"repositories\":[\"payments\"]}'",
  })
  void its_token_can_do_no_more_than_that_whatever_the_app_may(String action, String asked) {
    ActionRequest request = GitHubRuns.request(action);
    try (GitHubRuns runs = on(request)) {
      runs.github.app().grant("contents", "write");
      runs.run(request);

      assertThat(runs.github.app().requested()).containsExactly(asked);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void asked_for_again_nothing_more_is_called(ActionRequest request) {
    try (GitHubRuns runs = on(request)) {
      runs.run(request);
      int calls = runs.github.calls().size();

      assertThat(runs.run(request).status()).isEqualTo(Status.DONE);
      assertThat(runs.github.calls()).hasSize(calls);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_is_done_already_is_not_done_again(ActionRequest request) {
    try (GitHubRuns runs = on(request)) {
      runs.run(request);
      ActionRequest later = GitHubRuns.with(request, "occasion", "2026-11-24T09:10:00Z");

      ActionOutcome outcome = runs.run(later);

      assertThat(outcome.status()).isEqualTo(Status.DONE);
      assertThat(outcome.reason()).contains("or no longer");
      assertThat(
              runs.github.calls().stream()
                  .filter(c -> c.contains(GitHubRuns.path(request.action()))))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void somebody_elses_of_the_same_number_is_left_alone(ActionRequest request) {
    ActionRequest other =
        request.action().equals("remove-deploy-key")
            ? GitHubRuns.with(request, "repository", "example/website")
            : GitHubRuns.with(
                GitHubRuns.with(request, "user_id", "100100"), "login", "alice-example");
    try (GitHubRuns runs = on(request)) {
      runs.run(other);

      assertThat(runs.isUntouched()).isTrue();
    }
  }

  @Test
  void without_single_sign_on_nothing_is_said_to_be_contained() {
    ActionRequest request =
        GitHubRuns.with(GitHubRuns.request("remove-sso-authorization"), "login", "carol-example");
    try (GitHubRuns runs = on(request)) {
      ActionOutcome outcome = runs.run(request);

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("its owner must delete it");
    }
  }

  @Test
  void a_token_of_somebody_who_has_another_name_now_is_found() {
    ActionRequest request = GitHubRuns.request("revoke-fine-grained-token");
    try (GitHubRuns runs = on(request)) {
      runs.github.noUser("bob-example");
      runs.github.user("bob-renamed", 100_200);
      runs.github.grant(64, "bob-renamed", 770_009);

      ActionOutcome outcome = runs.run(GitHubRuns.with(request, "token_id", "770009"));

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(runs.github.grants()).containsExactly(61L, 62L, 63L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100999", "none"})
  void a_token_that_is_not_listed_is_not_called_contained_when_its_holder_is_not_known(String id) {
    ActionRequest request =
        GitHubRuns.with(GitHubRuns.request("revoke-fine-grained-token"), "token_id", "779999");
    Map<String, String> arguments = new HashMap<>(request.arguments());
    arguments.remove("user_id");
    if (!id.equals("none")) {
      arguments.put("user_id", id);
    }
    try (GitHubRuns runs = on(request)) {
      ActionOutcome outcome =
          runs.run(
              GitHubRuns.request(request.action(), request.target(), request.account(), arguments));

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("cannot be told");
    }
  }

  @Test
  void a_token_of_another_number_under_the_same_name_is_left_alone() {
    ActionRequest request =
        GitHubRuns.with(GitHubRuns.request("revoke-fine-grained-token"), "user_id", "100999");
    try (GitHubRuns runs = on(request)) {
      assertThat(runs.run(request).status()).isEqualTo(Status.REFUSED);
      assertThat(runs.isUntouched()).isTrue();
    }
  }

  @Test
  void an_authorization_whose_token_is_not_told_may_be_the_one() {
    ActionRequest request =
        GitHubRuns.with(GitHubRuns.request("remove-sso-authorization"), "token_id", "889999");
    try (GitHubRuns runs = on(request)) {
      runs.github.authorization(55, "bob-example", "personal access token", null);

      ActionOutcome outcome = runs.run(request);

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("cannot be told");
      assertThat(runs.github.authorizations()).hasSize(5);
    }
  }

  @Test
  void a_repository_that_the_app_does_not_see_fails_for_good() {
    ActionRequest request =
        GitHubRuns.with(GitHubRuns.request("remove-deploy-key"), "repository", "example/elsewhere");
    try (GitHubRuns runs = on(request)) {
      ActionOutcome outcome = runs.run(request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("not that repository");
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void another_organization_is_refused_before_anything_is_asked(ActionRequest request) {
    ActionRequest elsewhere =
        GitHubRuns.request(request.action(), "x", "another", request.arguments());
    try (GitHubRuns runs = on(request)) {
      assertThat(runs.run(elsewhere).status()).isEqualTo(Status.REFUSED);
      assertThat(runs.github.calls()).isEmpty();
    }
  }

  @Test
  void another_owners_repository_is_refused() {
    ActionRequest request = GitHubRuns.request("remove-deploy-key");
    try (GitHubRuns runs = on(request)) {
      ActionOutcome outcome =
          runs.run(GitHubRuns.with(request, "repository", "example-two/payments"));

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(runs.github.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void forbidden_it_fails_for_good_and_says_so(ActionRequest request) {
    try (GitHubRuns runs = on(request)) {
      runs.github
          .faults()
          .answer(
              GitHubRuns.method(request.action()),
              GitHubRuns.path(request.action()),
              403,
              "{\"message\":\"Resource not accessible by integration\"}",
              Map.of("x-ratelimit-remaining", "4999"));

      ActionOutcome outcome = runs.run(request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("the responder lacks the permission (HTTP 403)");
      assertThat(runs.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void without_the_permission_no_token_is_to_be_had(ActionRequest request) {
    String another =
        request.action().equals("remove-deploy-key")
            ? "remove-sso-authorization"
            : "remove-deploy-key";
    try (GitHubRuns runs = new GitHubRuns(directory, another)) {
      ActionOutcome outcome = runs.run(request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("the App was not given that permission");
      assertThat(runs.isUntouched()).isTrue();
    }
  }

  static List<ActionRequest> limited() {
    return requests();
  }

  @ParameterizedTest
  @MethodSource("limited")
  void at_the_limit_it_is_for_another_try_which_contains(ActionRequest request) {
    String limit = "{\"message\":\"You have exceeded a secondary rate limit.\"}";
    for (var headers :
        List.of(
            Map.of("retry-after", "60"), Map.of("x-ratelimit-remaining", "0"), Map.of("a", "b"))) {
      try (GitHubRuns runs = on(request)) {
        String method = GitHubRuns.method(request.action());
        String path = GitHubRuns.path(request.action());
        String body = headers.containsKey("a") ? limit : "{\"message\":\"no\"}";
        runs.github.faults().answer(method, path, 403, body, headers);

        assertThatThrownBy(() -> runs.run(request))
            .isInstanceOfSatisfying(
                ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
        assertThat(runs.isUntouched()).isTrue();
        assertThat(runs.run(request).status()).isEqualTo(Status.DONE);
        assertThat(runs.isContained(request.action())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_passes_within_the_call_is_not_noticed(ActionRequest request) {
    for (int status : new int[] {429, 500, 502}) {
      try (GitHubRuns runs = on(request)) {
        runs.github
            .faults()
            .refuse(
                GitHubRuns.method(request.action()), GitHubRuns.path(request.action()), status, 2);

        assertThat(runs.run(request).status()).isEqualTo(Status.DONE);
        assertThat(runs.isContained(request.action())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void broken_it_is_for_another_try_which_contains(ActionRequest request) {
    try (GitHubRuns runs = on(request)) {
      runs.github
          .faults()
          .refuse(GitHubRuns.method(request.action()), GitHubRuns.path(request.action()), 503, 3);

      assertThatThrownBy(() -> runs.run(request))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
      assertThat(runs.isUntouched()).isTrue();
      assertThat(runs.run(request).status()).isEqualTo(Status.DONE);
      assertThat(runs.isContained(request.action())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_is_lost_after_the_change_does_not_lose_the_outcome(ActionRequest request) {
    String method = GitHubRuns.method(request.action());
    String path = GitHubRuns.path(request.action());
    for (int lost = 1; lost <= 3; lost += 2) {
      try (GitHubRuns runs = on(request)) {
        runs.github.faults().cutAfter(method, path, 1);
        if (lost > 1) {
          runs.github.faults().refuse(method, path, 503, 2);
        }

        ActionOutcome outcome = runs.untilDone(request);

        assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
        assertThat(runs.isContained(request.action())).isTrue();
        if (request.action().equals("remove-deploy-key")) {
          assertThat(runs.run(request).undo().data()).containsEntry("key", GitHubRuns.KEY);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_makes_no_sense_is_for_another_try(ActionRequest request) {
    for (String body :
        List.of("{\"message\":\"hello\"}", "[{\"login\":\"bob-example\"}]", "[{}]", "nonsense")) {
      try (GitHubRuns runs = on(request)) {
        for (int i = 0; i < 3; i++) {
          runs.github
              .faults()
              .answer("GET", GitHubRuns.list(request.action()), 200, body, Map.of());
        }

        assertThatThrownBy(() -> runs.run(request))
            .isInstanceOfSatisfying(
                ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
        assertThat(runs.isUntouched()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_exemption_is_heeded_by_the_number_that_github_gives(ActionRequest request) {
    for (String exempt : List.of("{id: '100200'}", "{account: example}")) {
      try (GitHubRuns runs =
          on(request)
              .under(
                  "{version: 1, mode: enforce, trusted_networks: [], exemptions: ["
                      + exempt
                      + "]}")) {
        assertThat(runs.run(request).status()).isEqualTo(Status.REFUSED);
        assertThat(runs.isUntouched()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void in_monitor_mode_nothing_is_changed(ActionRequest request) {
    try (GitHubRuns runs = on(request).under("{version: 1, trusted_networks: []}")) {
      assertThat(runs.run(request).status()).isEqualTo(Status.PLANNED);
      assertThat(runs.isUntouched()).isTrue();
    }
  }

  @Test
  void what_is_far_down_the_list_is_found() {
    ActionRequest request = GitHubRuns.request("revoke-fine-grained-token");
    try (GitHubRuns runs = on(request)) {
      for (int i = 0; i < 250; i++) {
        runs.github.grant(1_000 + i, "bob-example", 5_000 + i);
      }
      ActionOutcome outcome = runs.run(GitHubRuns.with(request, "token_id", "5249"));

      assertThat(outcome.status()).isEqualTo(Status.DONE);
      assertThat(runs.github.grants()).doesNotContain(1_249L).hasSize(252);
    }
  }

  @Test
  void the_undo_adds_the_same_key_with_the_same_rights() {
    ActionRequest request = GitHubRuns.request("remove-deploy-key");
    try (GitHubRuns runs = on(request)) {
      List<String> before = runs.github.keys("payments");
      Undo undo = runs.run(request).undo();
      UndoHandler handler = (UndoHandler) runs.handler("remove-deploy-key");

      assertThat(handler.undo(undo, runs.clock.instant())).startsWith("read back: ");
      assertThat(handler.undo(undo, runs.clock.instant())).startsWith("read back: ");
      assertThat(runs.github.keys("payments")).isEqualTo(before);
      assertThat(Shown.of(undo.command())).allMatch(text -> text.contains(undo.command()));
      assertThat(undo.command())
          .isEqualTo(
              "gh api --method POST repos/example/payments/keys -f 'title=it'\\''s \"mine\"' -f"
                  + " 'key="
                  + GitHubRuns.KEY
                  + "' -F read_only=false");
    }
  }

  @Test
  void an_undo_whose_answer_is_lost_is_done_all_the_same() {
    ActionRequest request = GitHubRuns.request("remove-deploy-key");
    try (GitHubRuns runs = on(request)) {
      Undo undo = runs.run(request).undo();
      runs.github.faults().cutAfter("POST", "/keys", 1);
      UndoHandler handler = (UndoHandler) runs.handler("remove-deploy-key");

      assertThat(handler.undo(undo, runs.clock.instant())).startsWith("read back: ");
      assertThat(runs.github.keys("payments")).hasSize(2);
    }
  }

  @Test
  void a_key_that_is_in_use_elsewhere_is_not_added_again() {
    ActionRequest request = GitHubRuns.request("remove-deploy-key");
    try (GitHubRuns runs = on(request)) {
      Undo undo = runs.run(request).undo();
      runs.github.key("website", "moved", GitHubRuns.KEY, false, null);
      UndoHandler handler = (UndoHandler) runs.handler("remove-deploy-key");

      assertThatThrownBy(() -> handler.undo(undo, runs.clock.instant()))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("in use elsewhere");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"repository", "key", "read_only"})
  void an_undo_of_which_something_is_missing_adds_nothing(String missing) {
    ActionRequest request = GitHubRuns.request("remove-deploy-key");
    try (GitHubRuns runs = on(request)) {
      Map<String, String> data = new HashMap<>(runs.run(request).undo().data());
      data.remove(missing);
      UndoHandler handler = (UndoHandler) runs.handler("remove-deploy-key");

      assertThatThrownBy(() -> handler.undo(new Undo("", data), runs.clock.instant()))
          .isInstanceOfSatisfying(
              ActionException.class, e -> assertThat(e.isRetryable()).isFalse());
      assertThat(runs.isContained("remove-deploy-key")).isTrue();
    }
  }

  @Test
  void an_undo_adds_no_key_to_another_owners_repository() {
    ActionRequest request = GitHubRuns.request("remove-deploy-key");
    try (GitHubRuns runs = on(request)) {
      Map<String, String> data = new HashMap<>(runs.run(request).undo().data());
      data.put("repository", "another/payments");
      int calls = runs.github.calls().size();
      UndoHandler handler = (UndoHandler) runs.handler("remove-deploy-key");

      assertThatThrownBy(() -> handler.undo(new Undo("", data), runs.clock.instant()))
          .hasMessageContaining("is not of example");
      assertThat(runs.github.calls()).hasSize(calls);
    }
  }
}
