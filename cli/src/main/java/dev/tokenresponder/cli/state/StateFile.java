package dev.tokenresponder.cli.state;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.LinkStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database in which the command line keeps incidents: one file, for its owner only, open in one
 * process at a time. Whatever is wrong with it is told by an {@link ActionException}.
 */
public final class StateFile implements State {
  private static final int VERSION = 1;
  private static final String VERSIONS = "SELECT version FROM token_responder";

  /**
   * Every commit is on disk before it returns; one transaction waits for another; no second file is
   * written to tell of errors.
   */
  private static final String SETTINGS = ";WRITE_DELAY=0;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";

  private final Path path;
  private final JdbcDataSource source;
  private final Connection keptOpen;
  private final Place place;

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private StateFile(Path path, JdbcDataSource source, Connection keptOpen, Place place) {
    this.path = path;
    this.source = source;
    this.keptOpen = keptOpen;
    this.place = place;
  }

  /**
   * Opens the file, and makes it when there is none.
   *
   * @param place what it must be about
   */
  public static StateFile open(Path file, Place place) {
    Path path = StatePath.of(file);
    StatePath.make(path);
    StateFile state = opened(path, place);
    if (state.place != place) {
      state.close();
      throw ActionException.permanent(
          switch (state.place) {
            case MADE_UP ->
                path + " holds what was tried without --endpoint-url; name another with --state";
            case REAL ->
                path + " holds what was done in a cloud; name another with --state to try things";
          });
    }
    return state;
  }

  /** Opens a file that must be there. */
  public static StateFile existing(Path file) {
    Path path = StatePath.of(file);
    if (!Files.exists(path)) {
      throw ActionException.permanent(
          "there is no state file " + path + "; 'respond --state' makes one");
    }
    return opened(path, Place.REAL);
  }

  @Override
  public IncidentStore incidents() {
    return new JdbcIncidentStore(this);
  }

  @Override
  public LinkStore links() {
    return new JdbcLinks(this);
  }

  @Override
  public List<Incident> newest(int most) {
    return new JdbcIncidentStore(this).newest(most);
  }

  @Override
  public Place place() {
    return place;
  }

  /**
   * Does some work in one transaction; all such work on the file happens one after the other.
   *
   * @param what for the message, when it cannot be done
   */
  <T> T transact(String what, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery(VERSIONS + " FOR UPDATE").close();
        T result = work.in(connection);
        connection.commit();
        return result;
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw ActionException.retryable(
          "could not " + what + " in the state file " + path + ": " + firstLine(e), e);
    }
  }

  @Override
  public void close() {
    try {
      keptOpen.close();
    } catch (SQLException e) {
      throw ActionException.retryable("the state file " + path + " cannot be closed", e);
    }
  }

  private static StateFile opened(Path path, Place placeOfNew) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:file:" + StatePath.nameOf(path) + SETTINGS);
    try {
      Connection connection = source.getConnection();
      try {
        Place place = prepare(connection, path, placeOfNew);
        return new StateFile(path, source, connection, place);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unusable(path, e);
    }
  }

  private static Place prepare(Connection connection, Path path, Place placeOfNew)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (has(statement, "") && !has(statement, " AND table_name = 'TOKEN_RESPONDER'")) {
        throw foreign(path, null);
      }
      statement.execute(
          "CREATE TABLE IF NOT EXISTS token_responder (version INT NOT NULL, place VARCHAR)");
      boolean isNew = Rows.query(connection, VERSIONS, row -> row.getInt(1)).isEmpty();
      if (isNew) {
        Rows.update(
            connection, "INSERT INTO token_responder VALUES (?, ?)", VERSION, placeOfNew.name());
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM token_responder")) {
        row.next();
        if (row.getInt("version") == VERSION) {
          Place place = Place.valueOf(row.getString("place"));
          statement.execute(schema()); // closes the row; a file of before may lack a table
          return place;
        }
        throw ActionException.permanent(
            "the state file "
                + path
                + " has version "
                + row.getInt("version")
                + ", this token-responder knows version "
                + VERSION
                + "; use the one that wrote it, or another file");
      }
    }
  }

  private static boolean has(Statement statement, String which) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT 1 FROM information_schema.tables WHERE table_schema <> 'INFORMATION_SCHEMA'"
                + which)) {
      return rows.next();
    }
  }

  private static String schema() {
    try (InputStream sql = StateFile.class.getResourceAsStream("schema.sql")) {
      return new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the schema is part of the program", e);
    }
  }

  private static ActionException unusable(Path path, SQLException e) {
    return switch (e.getErrorCode()) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
          ActionException.retryable(
              "the state file " + path + " is in use by another process; wait until it ends", e);
      case ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.FILE_VERSION_ERROR_1,
          ErrorCode.UNSUPPORTED_SETTING_COMBINATION,
          ErrorCode.WRONG_USER_OR_PASSWORD ->
          foreign(path, e);
      default ->
          ActionException.permanent(
              "the state file " + path + " cannot be opened: " + firstLine(e), e);
    };
  }

  private static ActionException foreign(Path path, @Nullable Exception e) {
    String message = path + " is not a state file of token-responder; name another with --state";
    return e == null ? ActionException.permanent(message) : ActionException.permanent(message, e);
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
