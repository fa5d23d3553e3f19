package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.entra.EntraTenantDouble.ALICE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APPLICATION;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP_CLIENT;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.BOB;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.CERTIFICATE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.OTHER;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.OTHER_CERTIFICATE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.OTHER_PASSWORD;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.PASSWORD;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.entra.EntraDouble.Fault;
import dev.tokenresponder.connectors.notify.Shown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every action on what answers like Microsoft Graph, with only the permissions it declares. */
class EntraActionsTest {
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final ActionRequest SESSIONS =
      request("revoke-entra-sessions", "alice@example.com", Map.of("person", ALICE));
  private static final ActionRequest DISABLE_USER =
      request("disable-entra-user", "alice@example.com", Map.of("person", "alice@example.com"));
  private static final ActionRequest DISABLE_APP =
      request("disable-service-principal", APP, Map.of("directory_object", APP));
  private static final ActionRequest ALL_GRANTS =
      request("remove-app-grants", APP, Map.of("directory_object", APP));
  private static final ActionRequest GRANTS_OF_ALICE =
      request(
          "remove-app-grants",
          "alice@example.com/" + APP_CLIENT,
          Map.of("client_id", APP_CLIENT, "person", "alice@example.com"));
  private static final ActionRequest REMOVE_PASSWORD =
      request(
          "remove-app-credential",
          APPLICATION + "/" + PASSWORD,
          Map.of("directory_object", APPLICATION, "key_id", PASSWORD));
  private static final ActionRequest REMOVE_CERTIFICATE =
      request(
          "remove-app-credential",
          APP + "/" + CERTIFICATE,
          Map.of("directory_object", APP, "key_id", CERTIFICATE));

  /** What is contained after each, and the method of the call that does it. */
  private static final Map<ActionRequest, String> METHODS =
      Map.of(
          SESSIONS, "POST",
          DISABLE_USER, "PATCH",
          DISABLE_APP, "PATCH",
          ALL_GRANTS, "DELETE",
          GRANTS_OF_ALICE, "DELETE",
          REMOVE_PASSWORD, "POST",
          REMOVE_CERTIFICATE, "PATCH");

  static List<ActionRequest> requests() {
    return List.of(
        SESSIONS,
        DISABLE_USER,
        DISABLE_APP,
        ALL_GRANTS,
        GRANTS_OF_ALICE,
        REMOVE_PASSWORD,
        REMOVE_CERTIFICATE);
  }

  private static EntraTenantDouble on(ActionRequest request) {
    return EntraTenantDouble.permittedFor(request.action());
  }

  /** The state after each action, from which everything that must not change can be seen. */
  private static String state(EntraDouble entra) {
    return String.join(
        " ",
        "users",
        entra.users.values().stream()
            .map(
                u ->
                    u.path("accountEnabled").asText()
                        + "/"
                        + u.path("signInSessionsValidFromDateTime").asText().substring(0, 10))
            .toList()
            .toString(),
        "apps",
        entra.principals.values().stream()
            .map(p -> p.path("accountEnabled").asText())
            .toList()
            .toString(),
        "grants",
        entra.grants.keySet().toString(),
        "roles",
        entra.assignments.keySet().toString(),
        "secrets",
        entra.applications.get(APPLICATION).findValuesAsText("keyId").stream()
            .map(id -> id.substring(id.length() - 1))
            .toList()
            .toString());
  }

  private static final String UNTOUCHED =
      "users [true/2026-01-01, true/2026-01-01] apps [true, true] grants [g1, g2, g3]"
          + " roles [r1, r2] secrets [1, 2, 3, 4]";

  private static String contained(ActionRequest request) {
    if (request == SESSIONS) {
      return UNTOUCHED.replaceFirst("2026-01-01", "2026-11-24");
    }
    if (request == DISABLE_USER) {
      return UNTOUCHED.replaceFirst("true/", "false/");
    }
    if (request == DISABLE_APP) {
      return UNTOUCHED.replace("[true, true]", "[false, true]");
    }
    if (request == ALL_GRANTS) {
      return UNTOUCHED.replace("g1, g2, ", "").replace("r1, ", "");
    }
    if (request == GRANTS_OF_ALICE) {
      return UNTOUCHED.replace("g1, ", "");
    }
    return request == REMOVE_PASSWORD
        ? UNTOUCHED.replace("[1, ", "[")
        : UNTOUCHED.replace(", 3,", ",");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void contains_what_it_is_asked_to_and_nothing_else(ActionRequest request) {
    try (EntraTenantDouble tenant = on(request)) {
      ActionOutcome outcome = tenant.run(request);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(outcome.reason()).contains("access tokens that are out live on");
      assertThat(state(tenant.entra)).isEqualTo(contained(request));
    }
  }

  @Test
  void every_permission_that_is_declared_is_needed_and_no_other() {
    for (String action :
        requests().stream().map(ActionRequest::action).collect(Collectors.toSet())) {
      Set<String> used = new TreeSet<>();
      for (ActionRequest request : requests()) {
        if (request.action().equals(action)) {
          try (EntraTenantDouble tenant = on(request)) {
            tenant.run(request);
            used.addAll(tenant.entra.used);
          }
        }
      }
      assertThat(used)
          .as(action)
          .containsExactlyElementsOf(
              Catalogue.find(action).orElseThrow().permissions().getOrDefault("entra", List.of()));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_is_done_already_is_left_alone(ActionRequest request) {
    try (EntraTenantDouble tenant = on(request)) {
      tenant.run(request);
      ActionRequest again =
          request(request.action(), request.target() + " again", request.arguments());
      int changes = changes(tenant);

      ActionOutcome outcome = tenant.run(again);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(changes(tenant)).isEqualTo(changes);
    }
  }

  private static int changes(EntraTenantDouble tenant) {
    return (int) tenant.entra.calls.stream().filter(call -> !call.startsWith("GET")).count();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void what_is_not_there_is_refused(ActionRequest request) {
    try (EntraTenantDouble tenant = on(request)) {
      tenant.entra.users.clear();
      tenant.entra.principals.clear();
      tenant.entra.applications.clear();

      assertThat(tenant.run(request).status()).isEqualTo(Status.REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void without_a_permission_it_fails_for_good_and_says_so(ActionRequest request) {
    try (EntraTenantDouble tenant = on(request)) {
      tenant.entra.permit(List.of());

      ActionOutcome outcome = tenant.run(request);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason())
          .contains("the responder lacks the permission (HTTP 403 Authorization_RequestDenied)");
      assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void throttled_for_a_moment_it_is_done_in_one_go(ActionRequest request) {
    try (EntraTenantDouble tenant = on(request)) {
      tenant.entra.next(METHODS.get(request), Fault.REFUSED, 429, 1);

      assertThat(tenant.run(request).status()).isEqualTo(Status.DONE);
      assertThat(state(tenant.entra)).isEqualTo(contained(request));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void throttled_or_broken_for_long_it_is_for_another_try_which_contains(ActionRequest request) {
    for (int status : new int[] {429, 503}) {
      try (EntraTenantDouble tenant = on(request)) {
        tenant.entra.next(METHODS.get(request), Fault.REFUSED, status, 3);

        assertRetryable(tenant, request);
        assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
        assertThat(tenant.run(request).status()).isEqualTo(Status.DONE);
        assertThat(state(tenant.entra)).isEqualTo(contained(request));
      }
    }
  }

  private static void assertRetryable(EntraTenantDouble tenant, ActionRequest request) {
    assertThatThrownBy(() -> tenant.run(request))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_is_lost_after_the_change_does_not_lose_the_outcome(ActionRequest request) {
    for (Fault fault : new Fault[] {Fault.DONE_BUT_FAILED, Fault.DONE_BUT_CUT}) {
      try (EntraTenantDouble tenant = on(request)) {
        tenant.entra.next(METHODS.get(request), fault, 503, 1);

        ActionOutcome outcome = tenant.run(request);

        assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
        assertThat(state(tenant.entra)).isEqualTo(contained(request));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_answer_that_makes_no_sense_is_for_another_try(ActionRequest request) {
    for (String answer : List.of("<html>", "{\"id\": 5}", "[]")) {
      try (EntraTenantDouble tenant = on(request)) {
        tenant.entra.malformed = answer;

        assertRetryable(tenant, request);
        assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_record_of_another_tenant_is_refused_without_a_call(ActionRequest request) {
    try (EntraTenantDouble tenant = on(request)) {
      ActionRequest foreign =
          request(
              request.action(),
              request.target(),
              "99999999-0000-4000-8000-000000000009",
              request.arguments());

      ActionOutcome outcome = tenant.run(foreign);

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("not the configured tenant");
      assertThat(tenant.entra.calls).isEmpty();
    }
  }

  @Test
  void a_record_of_a_subscription_that_trusts_the_tenant_is_one_of_the_tenant() {
    ActionRequest request =
        request(
            "revoke-entra-sessions",
            "alice@example.com",
            EntraTenantDouble.SUBSCRIPTION,
            Map.of("person", ALICE));
    try (EntraTenantDouble tenant = on(request)) {
      assertThat(tenant.run(request).status()).isEqualTo(Status.DONE);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_exemption_is_heeded_by_the_name_that_the_directory_gives(ActionRequest request) {
    boolean person = request.arguments().containsKey("person");
    String holder = request == REMOVE_PASSWORD || request == REMOVE_CERTIFICATE ? APPLICATION : APP;
    String exemption = person ? "email: Alice@example.com" : "id: " + holder;
    try (EntraTenantDouble tenant =
        on(request)
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{"
                    + exemption
                    + "}]}")) {
      assertThat(tenant.run(request).status()).isEqualTo(Status.REFUSED);
      assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable-entra-user", "disable-service-principal", "remove-app-grants"})
  void an_undo_restores_what_was_there(String action) {
    for (ActionRequest request :
        requests().stream().filter(r -> r.action().equals(action)).toList()) {
      try (EntraTenantDouble tenant = on(request)) {
        List<String> before = permissions(tenant.entra);
        Undo undo = tenant.run(request).undo();

        tenant.undo(action, undo);
        int changes = changes(tenant);
        assertThat(tenant.undo(action, undo)).startsWith("read back: ");

        assertThat(permissions(tenant.entra)).isEqualTo(before);
        assertThat(changes(tenant)).isEqualTo(changes);
        if (!action.equals("remove-app-grants")) {
          assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
          assertThat(undo.command())
              .matches(
                  "az ad (user update --id [0-9a-f-]+ --account-enabled true"
                      + "|sp update --id [0-9a-f-]+ --set accountEnabled=true)");
          assertThat(Shown.of(undo.command())).allMatch(text -> text.contains(undo.command()));
        }
      }
    }
  }

  /** Without the ids, which are others when something is made again. */
  private static List<String> permissions(EntraDouble entra) {
    return Stream.concat(
            entra.grants.values().stream()
                .map(
                    g ->
                        g.path("clientId").asText()
                            + g.path("principalId").asText("")
                            + g.path("consentType").asText()
                            + g.path("scope").asText()),
            entra.assignments.values().stream()
                .map(a -> a.path("principalId").asText() + a.path("appRoleId").asText()))
        .sorted()
        .toList();
  }

  @Test
  void removed_in_two_tries_all_of_it_comes_back() {
    try (EntraTenantDouble tenant = on(ALL_GRANTS)) {
      List<String> before = permissions(tenant.entra);
      tenant.entra.next("DELETE", Fault.DONE_BUT_FAILED, 503, 1);
      tenant.entra.next("DELETE", Fault.REFUSED, 503, 3);
      assertRetryable(tenant, ALL_GRANTS);
      tenant.run(ALL_GRANTS);
      assertThat(state(tenant.entra)).isEqualTo(contained(ALL_GRANTS));

      tenant.undo("remove-app-grants", tenant.run(ALL_GRANTS).undo());

      assertThat(permissions(tenant.entra)).isEqualTo(before);
    }
  }

  @Test
  void what_was_done_in_another_tenant_is_not_taken_back_here() {
    try (EntraTenantDouble tenant = on(DISABLE_APP)) {
      Undo foreign = new Undo("", Map.of("service_principal", APP, "tenant", "another"));

      assertThatThrownBy(() -> tenant.undo("disable-service-principal", foreign))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("not done in the configured tenant");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"disable-service-principal", "remove-app-grants", "remove-app-credential"})
  void the_responders_own_application_is_refused(String action) {
    ActionRequest request =
        request(action, APP, Map.of("directory_object", APP, "key_id", PASSWORD));
    try (EntraTenantDouble tenant = on(request)) {
      tenant.entra.principal(APP, EntraDouble.CLIENT, EntraDouble.TENANT);
      assertThat(tenant.run(request).reason()).contains("is the responder itself");
      assertThat(changes(tenant)).isZero();
    }
  }

  @Test
  void a_credential_of_the_responders_own_application_is_refused() {
    try (EntraTenantDouble tenant = on(REMOVE_PASSWORD)) {
      tenant.entra.applications.get(APPLICATION).put("appId", EntraDouble.CLIENT);

      assertThat(tenant.run(REMOVE_PASSWORD).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void a_certificate_without_which_others_would_be_lost_is_refused() {
    try (EntraTenantDouble tenant = on(REMOVE_CERTIFICATE)) {
      ((ObjectNode) tenant.entra.applications.get(APPLICATION).path("keyCredentials").get(1))
          .putNull("key");

      ActionOutcome outcome = tenant.run(REMOVE_CERTIFICATE);

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("other certificates");
      assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
    }
  }

  @Test
  void a_secret_of_the_service_principal_itself_is_removed_there() {
    String own = "d0000000-0000-4000-8000-000000000009";
    ActionRequest request =
        request(
            "remove-app-credential",
            APP + "/" + own,
            Map.of("directory_object", APP, "key_id", own));
    try (EntraTenantDouble tenant = on(request)) {
      tenant
          .entra
          .principals
          .get(APP)
          .withArray("passwordCredentials")
          .addObject()
          .put("keyId", own);

      assertThat(tenant.run(request).status()).isEqualTo(Status.DONE);
      assertThat(tenant.entra.principals.get(APP).path("passwordCredentials")).isEmpty();
      assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
    }
  }

  @Test
  void a_guest_is_refused_because_only_the_home_tenant_ends_the_sessions() {
    try (EntraTenantDouble tenant = on(SESSIONS)) {
      tenant.entra.user(ALICE, "alice_example.net#EXT#@example.onmicrosoft.com");

      assertThat(tenant.run(SESSIONS))
          .returns(Status.REFUSED, ActionOutcome::status)
          .extracting(ActionOutcome::reason)
          .asString()
          .contains("guest");
    }
  }

  @Test
  void an_application_with_more_permissions_than_can_be_written_down_is_refused() {
    try (EntraTenantDouble tenant = on(ALL_GRANTS)) {
      tenant.entra.pageSize = 100;
      for (int i = 0; i < 100; i++) {
        tenant.entra.grant("many" + i, APP, BOB, "Scope ".repeat(200));
      }

      assertThat(tenant.run(ALL_GRANTS).status()).isEqualTo(Status.REFUSED);
      assertThat(changes(tenant)).isZero();
    }
  }

  @Test
  void the_other_application_and_its_secrets_are_what_the_state_shows() {
    try (EntraTenantDouble tenant = on(SESSIONS)) {
      assertThat(state(tenant.entra)).isEqualTo(UNTOUCHED);
      assertThat(tenant.entra.principals).containsKeys(APP, OTHER);
      assertThat(tenant.entra.applications.get(APPLICATION).findValuesAsText("keyId"))
          .containsExactly(PASSWORD, OTHER_PASSWORD, CERTIFICATE, OTHER_CERTIFICATE);
    }
  }
}
