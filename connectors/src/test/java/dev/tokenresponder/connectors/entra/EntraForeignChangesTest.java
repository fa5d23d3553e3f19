package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.entra.EntraTenantDouble.ALICE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntraForeignChangesTest {

  static List<ActionRequest> requests() {
    return List.of(
        request("disable-entra-user", "alice@example.com", Map.of("person", ALICE)),
        request("disable-service-principal", APP, Map.of("directory_object", APP)));
  }

  /** Else the owner would be told the command that lets in whom somebody else has locked out. */
  @ParameterizedTest
  @MethodSource("requests")
  void what_somebody_else_has_disabled_is_not_taken_back(ActionRequest request) {
    for (String mode : List.of("enforce", "monitor")) {
      try (EntraTenantDouble tenant =
          EntraTenantDouble.permittedFor(request.action())
              .under("{version: 1, mode: " + mode + ", trusted_networks: []}")) {
        tenant.entra.users.get(ALICE).put("accountEnabled", false);
        tenant.entra.principals.get(APP).put("accountEnabled", false);

        ActionOutcome outcome = tenant.run(request);

        assertThat(outcome.status()).isEqualTo(Status.DONE);
        assertThat(outcome.undo()).isEqualTo(Undo.NOTHING);
      }
    }
  }
}
