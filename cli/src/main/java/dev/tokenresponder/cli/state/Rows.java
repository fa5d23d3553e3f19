package dev.tokenresponder.cli.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Sighting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How rows become what they stand for. Times are text, to the nanosecond. */
final class Rows {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What one row stands for. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private Rows() {}

  static <T> List<T> query(Connection connection, String sql, Reader<T> reader, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reader.read(rows));
        }
        return read;
      }
    }
  }

  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  static Sighting sighting(ResultSet row) throws SQLException {
    String judgedAt = row.getString("judged_at");
    return new Sighting(
        row.getString("event_id"),
        Instant.parse(row.getString("seen_at")),
        row.getString("source"),
        row.getString("event_name"),
        row.getString("ip"),
        row.getString("rule_id"),
        row.getString("title"),
        Level.of(row.getString("level")).orElse(Level.INFORMATIONAL),
        judgedAt == null ? null : Instant.parse(judgedAt));
  }

  /** The outcome of an action; null while it has none. */
  static @Nullable ActionOutcome outcome(ResultSet row) throws SQLException {
    String status = row.getString("status");
    if (status == null) {
      return null;
    }
    String command = row.getString("undo_command");
    return new ActionOutcome(
        new ActionKey(row.getString("incident"), row.getString("name"), row.getString("target")),
        ActionOutcome.Status.valueOf(status.toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        command == null ? Undo.NOTHING : new Undo(command, texts(row.getString("undo_data"))),
        Instant.parse(row.getString("ended_at")));
  }

  static String json(Map<String, String> texts) {
    return MAPPER.valueToTree(new TreeMap<>(texts)).toString();
  }

  static Map<String, String> texts(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of the state file cannot be read", e);
    }
  }
}
