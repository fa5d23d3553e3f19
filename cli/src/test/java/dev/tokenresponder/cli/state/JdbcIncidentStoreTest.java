package dev.tokenresponder.cli.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.IncidentStoreContract;
import dev.tokenresponder.incident.Sighting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's contract against a file. */
class JdbcIncidentStoreTest extends IncidentStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00.123456789Z");

  @TempDir Path folder;
  private StateFile file;

  @BeforeEach
  void open() {
    file = StateFile.open(folder.resolve("incidents"), Place.REAL);
  }

  @AfterEach
  void close() {
    file.close();
  }

  @Override
  protected IncidentStore store() {
    return new JdbcIncidentStore(file);
  }

  @Test
  void what_is_kept_is_there_when_the_file_is_opened_again() {
    Incident first = store().report(report("one ; ' \u0000 \u2028"));
    Incident second = store().report(report("two"));
    file.close();
    file = StateFile.existing(folder.resolve("incidents.mv.db"));

    assertThat(new JdbcIncidentStore(file).newest(9)).containsExactly(first, second);
    assertThat(new JdbcIncidentStore(file).newest(1)).containsExactly(second);
    assertThat(first.sightings()).extracting(Sighting::time).containsExactly(NOW);
  }

  @Test
  void a_file_from_before_families_and_times_of_judging_is_read() throws SQLException {
    Incident before = store().report(report("before"));
    file.close();
    try (Connection old =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("incidents"));
        Statement statement = old.createStatement()) {
      statement.execute("DROP TABLE relative; ALTER TABLE sighting DROP COLUMN judged_at");
    }

    file = StateFile.existing(folder.resolve("incidents.mv.db"));

    assertThat(store().find(before.id())).contains(before);
  }

  private static IncidentReport report(String text) {
    Sighting sighting = new Sighting(text, NOW, text, text, text, text, text, Level.HIGH);
    return new IncidentReport(text, text, text, NOW, Duration.ofHours(24), List.of(sighting));
  }
}
