package dev.tokenresponder.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.gcp.doubles.Faults.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every action on what answers like Google, with only the permissions it declares. */
class GoogleActionsTest {
  private static final String PROJECT = "projects/example-project";
  private static final String APP = "app@example-project.iam.gserviceaccount.com";
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  private static final String ACCOUNT = PROJECT + "/serviceAccounts/" + APP;
  private static final String ANNA = "anna@example.com";
  private static final String CLIENT = "1234-example.apps.googleusercontent.com";
  private static final String TOKEN_CREATOR = "roles/iam.serviceAccountTokenCreator";

  static List<ActionRequest> requests() {
    return List.of(
        Requests.request(
            "disable-service-account-key",
            APP + "/keys/" + KEY,
            "example-project",
            Map.of("service_account", APP, "key_id", KEY)),
        Requests.request(
            "disable-service-account", APP, "example-project", Map.of("service_account", APP)),
        Requests.request(
            "close-impersonation", APP, "example-project", Map.of("policy_of", ACCOUNT)),
        grant(PROJECT),
        Requests.request(
            "revoke-app-grant",
            ANNA + "/" + CLIENT,
            "example.com",
            Map.of("person", ANNA, "client_id", CLIENT)),
        Requests.request(
            "revoke-app-everywhere", CLIENT, "example.com", Map.of("client_id", CLIENT)),
        Requests.request("sign-out-user", ANNA, "example.com", Map.of("person", ANNA)));
  }

  private static ActionRequest grant(String of) {
    return Requests.request(
        "withdraw-role-grant",
        "mallory on " + of,
        "example-project",
        Map.of(
            "policy_of", of,
            "granted_role", "roles/viewer",
            "member", "user:mallory@example.net"));
  }

  static GoogleActions on(ActionRequest request) {
    GoogleActions actions = GoogleActions.permittedFor(request.action());
    actions.google.iam().add(APP, "example-project").key(KEY, "USER_MANAGED");
    for (String of : List.of(PROJECT, "folders/1234", "organizations/1234")) {
      actions.google.resources().add(of, Map.of());
    }
    for (String of : List.of(PROJECT, "folders/1234", "organizations/1234", ACCOUNT)) {
      actions.google.policy(
          of, "roles/viewer", null, "user:anna@example.com", "user:mallory@example.net");
    }
    actions.google.policy(ACCOUNT, TOKEN_CREATOR, null, "allUsers", "user:anna@example.com");
    actions.google.directory().add(ANNA, CLIENT, "another-client");
    actions.google.directory().add("olga@example.com", CLIENT);
    return actions;
  }

  private static boolean isContained(GoogleActions actions, ActionRequest request) {
    return switch (request.action()) {
      case "disable-service-account-key" -> actions.google.iam().account(APP).isDisabled(KEY);
      case "disable-service-account" -> actions.google.iam().account(APP).isDisabled();
      case "close-impersonation" ->
          actions.google.members(ACCOUNT, TOKEN_CREATOR).equals(Set.of("user:anna@example.com"));
      case "withdraw-role-grant" ->
          actions
              .google
              .members(request.argument("policy_of"), "roles/viewer")
              .equals(Set.of("user:anna@example.com"));
      case "revoke-app-grant" ->
          actions.google.directory().clients(ANNA).equals(Set.of("another-client"))
              && actions.google.directory().clients("olga@example.com").equals(Set.of(CLIENT));
      case "revoke-app-everywhere" ->
          actions.google.directory().clients(ANNA).equals(Set.of("another-client"))
              && actions.google.directory().clients("olga@example.com").isEmpty();
      case "sign-out-user" ->
          actions.google.directory().isSignedOut(ANNA)
              && !actions.google.directory().isSignedOut("olga@example.com");
      default -> throw new IllegalArgumentException(request.action());
    };
  }

  /** The last part of the path by which the action changes something. */
  private static String changeOf(ActionRequest request) {
    return switch (request.action()) {
      case "disable-service-account-key", "disable-service-account" -> ":disable";
      case "close-impersonation", "withdraw-role-grant" -> ":setIamPolicy";
      case "sign-out-user" -> "/signOut";
      default -> "/tokens/" + CLIENT;
    };
  }

  @ParameterizedTest
  @MethodSource("requests")
  void contains_what_it_is_asked_to_and_nothing_else(ActionRequest request) {
    try (GoogleActions actions = on(request)) {
      ActionOutcome outcome = actions.run(request);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(isContained(actions, request)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void needs_every_permission_it_declares_and_no_other(ActionRequest request) {
    Set<String> used = new TreeSet<>();
    List<ActionRequest> kinds =
        request.action().equals("withdraw-role-grant")
            ? Stream.of(PROJECT, "folders/1234", "organizations/1234", ACCOUNT)
                .map(GoogleActionsTest::grant)
                .toList()
            : List.of(request);
    for (ActionRequest kind : kinds) {
      try (GoogleActions actions = on(kind)) {
        assertThat(actions.run(kind).status()).isEqualTo(Status.DONE);
        used.addAll(actions.google.access().used());
      }
    }

    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.find(request.action()).orElseThrow().permissions().values().stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void asked_for_again_nothing_more_is_called(ActionRequest request) {
    try (GoogleActions actions = on(request)) {
      actions.run(request);
      int calls = actions.google.access().calls().size();

      assertThat(actions.run(request).status()).isEqualTo(Status.DONE);
      assertThat(actions.google.access().calls()).hasSize(calls);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void without_a_permission_it_fails_for_good_and_says_so(ActionRequest request) {
    try (GoogleActions actions = on(request)) {
      actions.google.access().grant("t", "responder");

      ActionOutcome outcome = actions.run(request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("the responder lacks the permission (HTTP 403");
      assertThat(isContained(actions, request)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void throttled_or_broken_it_is_for_another_try_which_contains(ActionRequest request) {
    for (int status : new int[] {429, 500, 503}) {
      try (GoogleActions actions = on(request)) {
        actions.google.faults().next(changeOf(request), Kind.REFUSED, status);

        assertThatThrownBy(() -> actions.run(request))
            .isInstanceOfSatisfying(
                ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
        assertThat(isContained(actions, request)).isFalse();
        assertThat(actions.run(request).status()).isEqualTo(Status.DONE);
        assertThat(isContained(actions, request)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_is_lost_after_the_change_does_not_lose_the_outcome(ActionRequest request) {
    for (Kind kind : new Kind[] {Kind.DONE_BUT_FAILED, Kind.DONE_BUT_CUT}) {
      try (GoogleActions actions = on(request)) {
        actions.google.faults().next(changeOf(request), kind, 503);

        ActionOutcome outcome = untilDone(actions, request);

        assertThat(outcome.status()).isEqualTo(Status.DONE);
        assertThat(isContained(actions, request)).isTrue();
      }
    }
  }

  private static ActionOutcome untilDone(GoogleActions actions, ActionRequest request) {
    for (int i = 0; i < 3; i++) {
      try {
        return actions.run(request);
      } catch (ActionException e) {
        assertThat(e.isRetryable()).isTrue();
      }
    }
    throw new AssertionError("never done");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_exemption_is_heeded_by_the_name_that_google_gives(ActionRequest request) {
    List<String> exempt =
        switch (request.action()) {
          case "withdraw-role-grant" -> List.of("mallory@example.net");
          case "revoke-app-grant", "sign-out-user" -> List.of(ANNA);
          case "revoke-app-everywhere" -> List.of(ANNA, "olga@example.com");
          default -> List.of(APP);
        };
    String entries =
        exempt.stream().map(who -> "{email: " + who + "}").collect(Collectors.joining(", "));
    try (GoogleActions actions =
        on(request)
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: ["
                    + entries
                    + "]}")) {
      ActionOutcome outcome = actions.run(request);

      assertThat(isContained(actions, request)).isFalse();
      assertThat(outcome.status())
          .isEqualTo(
              request.action().equals("revoke-app-everywhere") ? Status.DONE : Status.REFUSED);
      assertThat(actions.google.directory().clients(ANNA)).contains(CLIENT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable-service-account-key", "disable-service-account"})
  void what_is_not_there_yet_is_waited_for_and_then_refused(String action) {
    ActionRequest fresh =
        requests().stream().filter(r -> r.action().equals(action)).findFirst().orElseThrow();
    try (GoogleActions actions = GoogleActions.permittedFor(action)) {
      assertThatThrownBy(() -> actions.run(fresh))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue())
          .hasMessageContaining("yet");

      Map<String, String> arguments = new HashMap<>(fresh.arguments());
      arguments.put("seen_at", Requests.SEEN.minus(Duration.ofHours(1)).toString());
      ActionRequest old =
          new ActionRequest(
              fresh.incident(),
              action,
              "old",
              fresh.account(),
              arguments,
              fresh.mode(),
              fresh.reason(),
              Map.of(),
              fresh.requestedAt(),
              1);
      assertThat(actions.run(old).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void a_key_of_googles_own_is_refused() {
    ActionRequest request = requests().get(0);
    try (GoogleActions actions = on(request)) {
      actions.google.iam().account(APP).key(KEY, "SYSTEM_MANAGED");

      assertThat(actions.run(request).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void somebody_who_is_nobody_here_is_refused() {
    ActionRequest request =
        Requests.request(
            "sign-out-user", "x@example.net", "example.net", Map.of("person", "x@example.net"));
    try (GoogleActions actions = on(request)) {
      assertThat(actions.run(request).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void others_edits_and_conditions_survive_a_withdrawal() {
    ActionRequest request = grant(PROJECT);
    try (GoogleActions actions = on(request)) {
      actions.google.policy(
          PROJECT, "roles/viewer", "request.time < x", "user:mallory@example.net");
      actions.google.before(
          ":setIamPolicy",
          () -> actions.google.policy(PROJECT, "roles/viewer", null, "user:new@example.com"));

      assertThat(actions.run(request).status()).isEqualTo(Status.DONE);

      assertThat(actions.google.describe(PROJECT))
          .contains(
              PROJECT + ": roles/viewer is held by user:anna@example.com, user:new@example.com",
              PROJECT
                  + ": roles/viewer is held by user:mallory@example.net if \"request.time < x\"");
    }
  }

  @Test
  void an_account_is_not_enabled_before_its_last_token_has_run_out() {
    ActionRequest request = requests().get(1);
    try (GoogleActions actions = on(request)) {
      Undo undo = actions.run(request).undo();
      actions.google.access().grant("t", "somebody", "*");
      UndoHandler handler = (UndoHandler) actions.handlers().get("disable-service-account");

      assertThatThrownBy(() -> handler.undo(undo, Requests.NOW.plus(Duration.ofMinutes(69))))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("not before 2026-11-24T10:10:05Z");
      assertThat(actions.google.iam().account(APP).isDisabled()).isTrue();

      assertThat(handler.undo(undo, Requests.NOW.plus(Duration.ofMinutes(70)))).contains("enabled");
      assertThat(actions.google.iam().account(APP).isDisabled()).isFalse();
    }
  }

  @Test
  void nor_is_one_of_which_it_is_not_known_when_that_is() {
    try (GoogleActions actions = on(requests().get(1))) {
      UndoHandler handler = (UndoHandler) actions.handlers().get("disable-service-account");

      assertThatThrownBy(
              () -> handler.undo(new Undo("", Map.of("service_account", APP)), Requests.NOW))
          .hasMessageContaining("not known");
    }
  }

  @Test
  void what_somebody_else_has_disabled_is_not_ours_to_enable() {
    for (ActionRequest request : requests().subList(0, 2)) {
      try (GoogleActions actions = on(request)) {
        ActionOutcome first = actions.run(request);
        assertThat(first.undo()).isNotEqualTo(Undo.NOTHING);
        ActionRequest again = otherIncident(request);

        ActionOutcome second = actions.run(again);

        assertThat(second.status()).isEqualTo(Status.DONE);
        assertThat(second.undo()).isEqualTo(Undo.NOTHING);
      }
    }
  }

  private static ActionRequest otherIncident(ActionRequest request) {
    return new ActionRequest(
        "inc-2",
        request.action(),
        request.target(),
        request.account(),
        request.arguments(),
        request.mode(),
        request.reason(),
        request.evidence(),
        request.requestedAt(),
        1);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_exempt_project_is_left_alone(ActionRequest request) {
    try (GoogleActions actions =
        on(request)
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{account: "
                    + request.account()
                    + "}]}")) {
      assertThat(actions.run(request).status()).isEqualTo(Status.REFUSED);
      assertThat(isContained(actions, request)).isFalse();
    }
  }

  @Test
  void what_somebody_gave_who_is_exempt_by_now_stays() {
    for (ActionRequest request : List.of(requests().get(2), requests().get(3))) {
      Map<String, String> arguments = new HashMap<>(request.arguments());
      arguments.put("given_by", "admin@example.com");
      ActionRequest given =
          Requests.request(request.action(), request.target(), request.account(), arguments);
      try (GoogleActions actions =
          on(given)
              .under(
                  "{version: 1, mode: enforce, trusted_networks: [],"
                      + " exemptions: [{email: admin@example.com}]}")) {
        assertThat(actions.run(given).status()).isEqualTo(Status.REFUSED);
        assertThat(isContained(actions, given)).isFalse();
      }
    }
  }

  @Test
  void an_account_is_exempt_by_its_number_too() {
    String number = "1" + Math.abs(APP.hashCode());
    for (ActionRequest request : requests().subList(0, 2)) {
      try (GoogleActions actions =
          on(request)
              .under(
                  "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{id: '"
                      + number
                      + "'}]}")) {
        assertThat(actions.run(request).status()).isEqualTo(Status.REFUSED);
      }
    }
  }

  @Test
  void a_key_works_again_after_the_undo() {
    ActionRequest request = requests().get(0);
    try (GoogleActions actions = on(request)) {
      Undo undo = actions.run(request).undo();
      actions.google.access().grant("t", "somebody", "*");

      ((UndoHandler) actions.handlers().get("disable-service-account-key"))
          .undo(undo, Requests.NOW);

      assertThat(actions.google.iam().account(APP).isDisabled(KEY)).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "not delegated, no token is given for it: check the domain-wide delegation",
    "no administrator, the responder lacks the permission (HTTP 403 forbidden)",
    "may not sign, the responder lacks the permission (HTTP 403",
  })
  void a_delegation_that_lacks_something_fails_for_good_and_says_what(String lack, String why) {
    ActionRequest request = requests().get(6);
    try (GoogleActions actions = on(request)) {
      switch (lack) {
        case "not delegated" -> actions.google.tokens().delegate(GoogleActions.DELEGATE);
        case "no administrator" -> actions.google.tokens().noAdministrators();
        default -> actions.google.access().grant("t", "responder");
      }

      ActionOutcome outcome = actions.run(request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains(why);
      assertThat(actions.google.directory().isSignedOut(ANNA)).isFalse();
    }
  }
}
