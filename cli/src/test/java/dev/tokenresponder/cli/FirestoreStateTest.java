package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.cli.state.State;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.respond.Rearming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code --state firestore:PROJECT} against the Firestore emulator. */
class FirestoreStateTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");

  @Test
  void what_is_in_the_database_of_the_functions_is_listed_and_can_be_re_armed() {
    String address = FirestoreEmulator.require(FirestoreStateTest.class);
    String project = "example-" + UUID.randomUUID().toString().substring(0, 8);
    StateName name =
        new StateName("firestore:" + project, null, Map.of("FIRESTORE_EMULATOR_HOST", address));
    try (State state = name.open(Place.REAL)) {
      Incident incident = state.incidents().report(report());
      new Rearming(state.incidents(), Clock.systemUTC()).rearm(incident.id(), "alice");
    }

    try (State state = name.existing()) {
      assertThat(state.newest(9)).hasSize(1);
      assertThat(state.newest(9).get(0).actions()).hasSize(1);
      assertThat(state.place()).isEqualTo(Place.REAL);
    }
  }

  private static IncidentReport report() {
    Sighting sighting = new Sighting("e-1", NOW, "s", "n", null, "r", "t", Level.HIGH);
    return new IncidentReport("session s", "p", null, NOW, Duration.ofHours(24), List.of(sighting));
  }
}
