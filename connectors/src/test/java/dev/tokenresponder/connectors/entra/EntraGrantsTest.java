package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.entra.EntraTenantDouble.ALICE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP_CLIENT;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
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
}
