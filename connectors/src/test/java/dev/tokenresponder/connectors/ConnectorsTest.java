package dev.tokenresponder.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.Connectors.SystemConnector;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorsTest {
  private static final ActionHandler REAL = request -> new Preparation.Refused("real");

  /** Workspace stands for a system here; its actions are in the catalogue. */
  private static final SystemConnector SYSTEM =
      new SystemConnector(
          "workspace",
          "docs/x.md",
          (environment, clock) ->
              environment.containsKey("X") ? Map.of("sign-out-user", REAL) : Map.of());

  @Test
  void a_system_that_is_not_configured_refuses_and_says_what_to_read() {
    Map<String, ActionHandler> handlers =
        Connectors.handlers(List.of(SYSTEM), Map.of(), Clock.systemUTC());

    assertThat(handlers)
        .containsOnlyKeys("sign-out-user", "revoke-app-grant", "revoke-app-everywhere");
    assertThat(handlers.get("sign-out-user").prepare(request()))
        .isEqualTo(new Preparation.Refused("there is no connection to workspace; see docs/x.md"));
  }

  @Test
  void a_system_that_is_configured_acts() {
    Map<String, ActionHandler> handlers =
        Connectors.handlers(List.of(SYSTEM), Map.of("X", "y"), Clock.systemUTC());

    assertThat(handlers.get("sign-out-user")).isSameAs(REAL);
  }

  @Test
  void one_that_is_configured_wrongly_refuses_and_costs_no_other_its_actions() {
    SystemConnector broken =
        new SystemConnector(
            "aws",
            "docs/y.md",
            (environment, clock) -> {
              throw new IllegalArgumentException("X is missing");
            });

    Map<String, ActionHandler> handlers =
        Connectors.handlers(List.of(broken, SYSTEM), Map.of("X", "y"), Clock.systemUTC());

    assertThat(handlers.get("disable-access-key").prepare(request()))
        .isEqualTo(
            new Preparation.Refused("there is no connection to aws (X is missing); see docs/y.md"));
    assertThat(handlers.get("sign-out-user")).isSameAs(REAL);
  }

  @Test
  void of_a_fault_that_nobody_foresaw_only_the_kind_is_told() {
    SystemConnector broken =
        new SystemConnector(
            "aws",
            "docs/y.md",
            (environment, clock) -> {
              throw new IllegalStateException("canary");
            });

    assertThat(
            Connectors.handlers(List.of(broken), Map.of(), Clock.systemUTC())
                .get("disable-access-key")
                .prepare(request()))
        .isEqualTo(
            new Preparation.Refused(
                "there is no connection to aws (IllegalStateException); see docs/y.md"));
  }

  private static ActionRequest request() {
    return new ActionRequest(
        "inc-1",
        "sign-out-user",
        "x",
        null,
        Map.of(),
        Disposition.ENFORCE,
        "r",
        Map.of(),
        Instant.EPOCH,
        1);
  }
}
