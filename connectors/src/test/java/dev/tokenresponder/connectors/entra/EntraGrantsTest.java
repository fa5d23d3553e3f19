package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.entra.EntraTenantDouble.ALICE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP_CLIENT;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.BOB;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of permissions when not all of it is as simple as one consent of one person. */
class EntraGrantsTest {
  private static final ActionRequest OF_ALICE =
      request(
          "remove-app-grants",
          "alice@example.com/" + APP_CLIENT,
          Map.of("client_id", APP_CLIENT, "person", ALICE));
  private static final ActionRequest ASSUMED =
      request(
          "remove-app-grants",
          ALICE + "/" + APP,
          Map.of("directory_object", APP, "person", ALICE, "person_assumed", "true"));
  private static final ActionRequest ALL =
      request("remove-app-grants", APP, Map.of("directory_object", APP));

  private static EntraTenantDouble tenant() {
    return EntraTenantDouble.permittedFor("remove-app-grants");
  }

  private static long changes(EntraTenantDouble tenant) {
    return tenant.entra.calls.stream().filter(call -> !call.startsWith("GET")).count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_was_let_in_for_everybody_is_not_contained_by_what_one_person_takes_back(boolean both) {
    try (EntraTenantDouble tenant = tenant()) {
      tenant.entra.grant("g4", APP, null, "Files.Read.All");
      if (!both) {
        tenant.entra.grants.remove("g1");
      }

      ActionOutcome outcome = tenant.run(OF_ALICE);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("for everybody", "a person must decide");
      assertThat(changes(tenant)).isZero();
    }
  }

  @Test
  void what_another_application_was_let_in_for_does_not_matter() {
    try (EntraTenantDouble tenant = tenant()) {
      tenant.entra.grant("g4", EntraTenantDouble.OTHER, null, "Files.Read.All");

      assertThat(tenant.run(OF_ALICE).status()).isEqualTo(Status.DONE);
      assertThat(tenant.entra.grants).containsOnlyKeys("g2", "g3", "g4");
    }
  }

  @Test
  void how_long_tokens_outlive_their_permission_is_told() {
    try (EntraTenantDouble tenant = tenant()) {
      assertThat(tenant.run(OF_ALICE).reason())
          .contains("up to 28 hours", "not told to the interface");
    }
  }

  @Test
  void a_permission_that_the_giver_has_not_got_was_given_for_somebody_else() {
    try (EntraTenantDouble tenant = tenant()) {
      tenant.entra.grants.remove("g1");

      ActionOutcome outcome = tenant.run(ASSUMED);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).contains("does not say for whom");
      assertThat(tenant.entra.grants).containsOnlyKeys("g2", "g3");
    }
  }

  @Test
  void a_permission_that_the_giver_has_got_is_removed_once_a_person_has_agreed() {
    try (EntraTenantDouble tenant = tenant()) {
      assertThat(tenant.run(ASSUMED).status()).isEqualTo(Status.DONE);
      assertThat(tenant.entra.grants).containsOnlyKeys("g2", "g3");
    }
  }

  @Test
  void one_persons_permission_is_found_in_an_application_that_everybody_uses() {
    try (EntraTenantDouble tenant = tenant()) {
      tenant.entra.pageSize = 1;
      for (int i = 0; i < 30; i++) {
        String id = "aaaaaaaa-0000-4000-8000-0000000001" + (10 + i);
        tenant.entra.user(id, "user" + i + "@example.com");
        tenant.entra.grant("many" + i, APP, id, "openid");
      }

      ActionOutcome outcome = tenant.run(OF_ALICE);

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(tenant.entra.grants).doesNotContainKey("g1").hasSize(32);
    }
  }

  @Test
  void what_cannot_be_given_back_is_told_and_does_not_keep_the_rest_from_coming_back() {
    try (EntraTenantDouble tenant = tenant()) {
      Undo undo = tenant.run(ALL).undo();
      tenant.entra.users.remove(ALICE);

      assertThatThrownBy(() -> tenant.undo("remove-app-grants", undo))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining(ALICE)
          .hasMessageNotContaining(BOB);

      assertThat(tenant.entra.grants.values())
          .anyMatch(grant -> grant.path("principalId").asText().equals(BOB));
      assertThat(tenant.entra.assignments.values())
          .anyMatch(role -> role.path("principalId").asText().equals(APP));
    }
  }

  @Test
  void a_smaller_permission_given_meanwhile_is_not_taken_for_the_one_that_was_removed() {
    try (EntraTenantDouble tenant = tenant()) {
      Undo undo = tenant.run(ALL).undo();
      tenant.entra.grant("g9", APP, ALICE, "openid");

      assertThatThrownBy(() -> tenant.undo("remove-app-grants", undo))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("Mail.Read");
      assertThat(tenant.entra.grants.get("g9").path("scope").asText()).isEqualTo("openid");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72F988BF-86f1-41af-91ab-2d7cd011db47"})
  void microsofts_own_applications_are_not_disabled_but_lose_what_a_person_gave(String owner) {
    for (String action : List.of("disable-service-principal", "remove-app-credential")) {
      try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor(action)) {
        tenant.entra.principal(APP, APP_CLIENT, owner);

        assertThat(
                tenant.run(
                    request(
                        action,
                        APP,
                        Map.of("directory_object", APP, "key_id", EntraTenantDouble.PASSWORD))))
            .returns(Status.REFUSED, ActionOutcome::status)
            .extracting(ActionOutcome::reason)
            .asString()
            .contains("Microsoft's own");
        assertThat(changes(tenant)).isZero();
      }
    }
    try (EntraTenantDouble tenant = tenant()) {
      tenant.entra.principal(APP, APP_CLIENT, owner);

      assertThat(tenant.run(OF_ALICE).status()).isEqualTo(Status.DONE);
      assertThat(tenant.entra.grants).containsOnlyKeys("g2", "g3");
    }
  }
}
