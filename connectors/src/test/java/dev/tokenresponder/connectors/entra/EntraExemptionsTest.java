package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.entra.EntraTenantDouble.ALICE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APPLICATION;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.APP_CLIENT;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.BOB;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.PASSWORD;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application goes by three ids; whichever a policy exempts, all of it is left alone. */
class EntraExemptionsTest {

  static List<ActionRequest> requests() {
    return List.of(
        request("disable-service-principal", APP, Map.of("directory_object", APP)),
        request("remove-app-grants", APP, Map.of("directory_object", APP)),
        request(
            "remove-app-grants",
            "alice@example.com/" + APP_CLIENT,
            Map.of("client_id", APP_CLIENT, "person", ALICE)),
        request(
            "remove-app-credential",
            APPLICATION + "/" + PASSWORD,
            Map.of("directory_object", APPLICATION, "key_id", PASSWORD)),
        request(
            "remove-app-credential",
            APP + "/" + PASSWORD,
            Map.of("directory_object", APP, "key_id", PASSWORD)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_application_is_left_alone_by_each_of_its_ids(ActionRequest request) {
    for (String id : List.of(APP, APP_CLIENT, APPLICATION)) {
      assertLeftAlone(request, "id: " + id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"email: bob@example.com", "id: aaaaaaaa-0000-4000-8000-000000000002"})
  void what_somebody_exempt_gave_is_left_alone(String exemption) {
    for (String giver : List.of(BOB, "bob@example.com")) {
      assertLeftAlone(
          request("remove-app-grants", APP, Map.of("directory_object", APP, "given_by", giver)),
          exemption);
    }
  }

  private static void assertLeftAlone(ActionRequest request, String exemption) {
    try (EntraTenantDouble tenant =
        EntraTenantDouble.permittedFor(request.action())
            .under(
                "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{"
                    + exemption
                    + "}]}")) {
      ActionOutcome outcome = tenant.run(request);

      assertThat(outcome.status())
          .as(exemption + ": " + outcome.reason())
          .isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).startsWith("exempt");
      assertThat(tenant.entra.calls).allMatch(call -> call.startsWith("GET"));
    }
  }
}
