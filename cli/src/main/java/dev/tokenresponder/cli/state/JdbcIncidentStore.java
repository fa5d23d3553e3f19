package dev.tokenresponder.cli.state;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.StaleClaimException;
import dev.tokenresponder.incident.Stop;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Incidents in a state file. Every method is one transaction, and they follow each other. */
public final class JdbcIncidentStore implements IncidentStore {
  private static final String THIS_ACTION = " WHERE incident = ? AND name = ? AND target = ?";

  private final StateFile file;

  /** Keeps incidents in {@code file}. */
  public JdbcIncidentStore(StateFile file) {
    this.file = file;
  }

  private record Pointer(String incident, Instant openedAt) {
    static Pointer of(ResultSet row) throws SQLException {
      return new Pointer(row.getString("incident"), Instant.parse(row.getString("opened_at")));
    }
  }

  private record Row(long fence, @Nullable Instant until, @Nullable ActionOutcome outcome) {
    static Row of(ResultSet row) throws SQLException {
      String until = row.getString("lease_until");
      return new Row(
          row.getLong("fence"), until == null ? null : Instant.parse(until), Rows.outcome(row));
    }

    Optional<Claim> taken(Instant now) {
      return Optional.ofNullable(until).filter(end -> end.isAfter(now)).map(Claim.Taken::new);
    }
  }

  @Override
  public Incident report(IncidentReport report) {
    return file.transact(
        "write an incident",
        connection -> {
          String id = open(connection, report);
          Rows.update(
              connection,
              "INSERT INTO incident (id, subject, principal, account, opened_at)"
                  + " SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM incident WHERE id = ?)",
              id,
              report.subject(),
              report.principal(),
              report.account(),
              report.time().toString(),
              id);
          for (Sighting sighting : report.sightings()) {
            add(connection, id, sighting);
          }
          if (!report.family().isEmpty()) {
            add(connection, id, report.family());
          }
          return read(connection, id).orElseThrow();
        });
  }

  /** The id of the open incident about the subject; a new one when none takes the report in. */
  private static String open(Connection connection, IncidentReport report) throws SQLException {
    Pointer current = pointer(connection, report.subject(), report.account());
    if (current != null && report.joins(current.openedAt())) {
      return current.incident();
    }
    if (current == null || report.time().isAfter(current.openedAt())) {
      Rows.update(
          connection,
          "MERGE INTO open_incident (subject, account, incident, opened_at)"
              + " KEY (subject, account) VALUES (?, ?, ?, ?)",
          report.subject(),
          text(report.account()),
          report.newId(),
          report.time().toString());
    }
    return report.newId();
  }

  private static @Nullable Pointer pointer(
      Connection connection, String subject, @Nullable String account) throws SQLException {
    return Rows.query(
            connection,
            "SELECT * FROM open_incident WHERE subject = ? AND account = ?",
            Pointer::of,
            subject,
            text(account))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static String text(@Nullable String account) {
    return account == null ? "" : account;
  }

  private static void add(Connection connection, String id, Sighting sighting) throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO sighting (incident, event_id, rule_id, seen_at, source, event_name, ip,"
            + " title, level, judged_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
            + " (SELECT 1 FROM sighting WHERE incident = ? AND event_id = ? AND rule_id = ?)",
        id,
        sighting.eventId(),
        sighting.ruleId(),
        sighting.time().toString(),
        sighting.source(),
        sighting.eventName(),
        sighting.ip(),
        sighting.title(),
        sighting.level().label(),
        sighting.seenAt() == null ? null : sighting.seenAt().toString(),
        id,
        sighting.eventId(),
        sighting.ruleId());
  }

  private static void add(Connection connection, String id, List<Relative> more)
      throws SQLException {
    for (Relative relative : Relative.merge(family(connection, id), more)) {
      Rows.update(
          connection,
          "MERGE INTO relative (incident, credential, texts) KEY (incident, credential)"
              + " VALUES (?, ?, ?)",
          id,
          relative.credential().toString(),
          Rows.json(relative.texts()));
    }
  }

  private static List<Relative> family(Connection connection, String id) throws SQLException {
    return Rows.query(
        connection,
        "SELECT texts FROM relative WHERE incident = ? ORDER BY number",
        row -> Relative.of(Rows.texts(row.getString("texts"))),
        id);
  }

  @Override
  public Optional<Incident> find(String id) {
    return file.transact("read an incident", connection -> read(connection, id));
  }

  @Override
  public Optional<Incident> latest(String subject, @Nullable String account) {
    return file.transact(
        "read an incident",
        connection -> {
          Pointer pointer = pointer(connection, subject, account);
          return pointer == null ? Optional.empty() : read(connection, pointer.incident());
        });
  }

  /** The incidents that came last, at most so many, in the order in which they came. */
  List<Incident> newest(int most) {
    return file.transact(
        "read the incidents",
        connection -> {
          List<Incident> incidents = new ArrayList<>();
          for (String id :
              Rows.query(
                  connection,
                  "SELECT id FROM (SELECT id, number FROM incident ORDER BY number DESC LIMIT ?)"
                      + " ORDER BY number",
                  row -> row.getString(1),
                  most)) {
            read(connection, id).ifPresent(incidents::add);
          }
          return incidents;
        });
  }

  private static Optional<Incident> read(Connection connection, String id) throws SQLException {
    List<Sighting> sightings =
        Rows.query(
            connection,
            "SELECT * FROM sighting WHERE incident = ? ORDER BY number",
            Rows::sighting,
            id);
    List<Relative> family = family(connection, id);
    List<ActionOutcome> actions =
        Rows.query(
                connection,
                "SELECT * FROM action WHERE incident = ? AND status IS NOT NULL ORDER BY number",
                Rows::outcome,
                id)
            .stream()
            .filter(Objects::nonNull)
            .toList();
    return Rows.query(
            connection,
            "SELECT * FROM incident WHERE id = ?",
            row ->
                new Incident(
                    id,
                    row.getString("subject"),
                    row.getString("principal"),
                    row.getString("account"),
                    Instant.parse(row.getString("opened_at")),
                    sightings,
                    family,
                    actions),
            id)
        .stream()
        .findFirst();
  }

  @Override
  public Claim claim(ActionKey key, Instant now, Duration lease) {
    return file.transact(
        "claim " + key,
        connection -> {
          Row row = row(connection, key);
          if (row.outcome() != null && row.outcome().isFinal()) {
            return new Claim.Done(row.outcome());
          }
          Optional<Claim> taken = row.taken(now);
          return taken.isPresent()
              ? taken.get()
              : grant(connection, key, row.fence() + 1, now.plus(lease));
        });
  }

  @Override
  public Claim claimUndo(ActionKey key, Instant now, Duration lease) {
    return file.transact(
        "claim the undo of " + key,
        connection -> {
          Row row = row(connection, key);
          ActionOutcome outcome = row.outcome();
          if (outcome != null && outcome.status() == Status.UNDONE) {
            return new Claim.Done(outcome);
          }
          Optional<Claim> taken = row.taken(now);
          if (taken.isPresent()) {
            return taken.get();
          }
          if (outcome == null) {
            throw new IllegalArgumentException(key + " has no outcome");
          }
          return outcome.canBeUndone()
              ? grant(connection, key, row.fence() + 1, now.plus(lease))
              : new Claim.Done(outcome);
        });
  }

  private static Row row(Connection connection, ActionKey key) throws SQLException {
    return Rows.query(
            connection,
            "SELECT * FROM action" + THIS_ACTION,
            Row::of,
            key.incident(),
            key.action(),
            key.target())
        .stream()
        .findFirst()
        .orElse(new Row(0, null, null));
  }

  private static Claim grant(Connection connection, ActionKey key, long token, Instant until)
      throws SQLException {
    Rows.update(
        connection,
        "MERGE INTO action (incident, name, target, fence, lease_until)"
            + " KEY (incident, name, target) VALUES (?, ?, ?, ?, ?)",
        key.incident(),
        key.action(),
        key.target(),
        token,
        until.toString());
    return new Claim.Granted(token);
  }

  @Override
  public void begin(long token, ActionOutcome begun) {
    file.transact(
        "record " + begun.key(),
        connection -> {
          require(connection, begun.key(), token);
          return record(connection, begun);
        });
  }

  @Override
  public void complete(long token, ActionOutcome outcome) {
    file.transact(
        "record " + outcome.key(),
        connection -> {
          end(connection, outcome.key(), token);
          return record(connection, outcome);
        });
  }

  @Override
  public void hold(long token, ActionOutcome held, String request) {
    ActionKey key = held.key();
    file.transact(
        "record " + key,
        connection -> {
          end(connection, key, token);
          record(connection, held);
          return Rows.update(
              connection,
              "UPDATE action SET request = ?" + THIS_ACTION,
              request,
              key.incident(),
              key.action(),
              key.target());
        });
  }

  @Override
  public Optional<String> held(ActionKey key) {
    return file.transact(
        "read " + key,
        connection ->
            Rows.query(
                    connection,
                    "SELECT request FROM action" + THIS_ACTION + " AND request IS NOT NULL",
                    row -> row.getString(1),
                    key.incident(),
                    key.action(),
                    key.target())
                .stream()
                .findFirst());
  }

  /** The undo that was written down first stays. */
  private static int record(Connection connection, ActionOutcome outcome) throws SQLException {
    ActionKey key = outcome.key();
    ActionOutcome before = row(connection, key).outcome();
    boolean keeps = before != null && !before.undo().equals(Undo.NOTHING);
    Undo undo = keeps ? before.undo() : outcome.undo();
    boolean none = undo.equals(Undo.NOTHING);
    return Rows.update(
        connection,
        "UPDATE action SET status = ?, reason = ?, ended_at = ?, undo_command = ?, undo_data = ?"
            + THIS_ACTION,
        outcome.status().label(),
        outcome.reason(),
        outcome.at().toString(),
        none ? null : undo.command(),
        none ? null : Rows.json(undo.data()),
        key.incident(),
        key.action(),
        key.target());
  }

  @Override
  public void release(ActionKey key, long token) {
    file.transact(
        "release " + key,
        connection -> {
          end(connection, key, token);
          return token;
        });
  }

  private static void end(Connection connection, ActionKey key, long token) throws SQLException {
    fenced(connection, "UPDATE action SET lease_until = NULL", key, token);
  }

  private static void require(Connection connection, ActionKey key, long token)
      throws SQLException {
    fenced(connection, "UPDATE action SET fence = fence", key, token);
  }

  private static void fenced(Connection connection, String update, ActionKey key, long token)
      throws SQLException {
    int ended =
        Rows.update(
            connection,
            update + THIS_ACTION + " AND fence = ?",
            key.incident(),
            key.action(),
            key.target(),
            token);
    if (ended == 0) {
      throw new StaleClaimException(key.toString());
    }
  }

  @Override
  public boolean consume(String limit, Instant now, int most) {
    String hour = now.truncatedTo(ChronoUnit.HOURS).toString();
    return file.transact(
        "count a use of a limit",
        connection -> {
          int used =
              Rows.query(
                      connection,
                      "SELECT uses FROM limit_use WHERE name = ? AND in_hour = ?",
                      row -> row.getInt(1),
                      limit,
                      hour)
                  .stream()
                  .findFirst()
                  .orElse(0);
          return used < most
              && Rows.update(
                      connection,
                      "MERGE INTO limit_use (name, in_hour, uses) KEY (name, in_hour) VALUES (?, ?, ?)",
                      limit,
                      hour,
                      used + 1)
                  == 1;
        });
  }

  @Override
  public Optional<Stop> stopped() {
    return file.transact(
        "read whether to stop",
        connection ->
            Rows.query(
                    connection,
                    "SELECT * FROM stop_order",
                    row ->
                        new Stop(
                            Instant.parse(row.getString("at")),
                            row.getString("ordered_by"),
                            row.getString("reason")))
                .stream()
                .findFirst());
  }

  @Override
  public void stop(Stop order) {
    file.transact(
        "stop",
        connection -> {
          Rows.update(connection, "DELETE FROM stop_order");
          return Rows.update(
              connection,
              "INSERT INTO stop_order (at, ordered_by, reason) VALUES (?, ?, ?)",
              order.at().toString(),
              order.by(),
              order.reason());
        });
  }

  @Override
  public void resume() {
    file.transact("resume", connection -> Rows.update(connection, "DELETE FROM stop_order"));
  }
}
