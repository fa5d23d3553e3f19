package dev.tokenresponder.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QuerySnapshot;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.gcp.firestore.Documents.Change;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.StaleClaimException;
import dev.tokenresponder.incident.Stop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Incidents in Firestore: a document each in collection {@code incidents}, with its {@code
 * sightings} and {@code actions} in collections of these names under it, so that no document grows
 * with what happens but by its family, which is bounded; {@code subjects} says which incident is
 * open, {@code limits} counts. The TTL policies of all five name {@code expires}; Firestore deletes
 * late, and not what is under a document (Firestore, "Manage data retention with TTL policies",
 * {@code https://cloud.google.com/firestore/docs/ttl}). Atomicity rests on preconditions of writes
 * to single documents. Permissions: {@code datastore.entities.get}, {@code list}, {@code create},
 * {@code update} (Firestore, "Security for server client libraries", {@code
 * https://cloud.google.com/firestore/docs/security/iam}).
 */
public final class FirestoreIncidentStore implements IncidentStore {
  /** Longer than any retry: Pub/Sub keeps messages for 31 days at most. */
  private static final Duration KEPT = Duration.ofDays(90);

  /** So that many sightings at once do not all write the one document of their incident. */
  private static final Duration KEPT_AT_LEAST = KEPT.minusDays(1);

  private static final Comparator<Sighting> IN_ORDER =
      Comparator.comparing(Sighting::time)
          .thenComparing(Sighting::eventId)
          .thenComparing(Sighting::ruleId);

  private final Documents documents;
  private final Clock clock;

  /** Keeps incidents in {@code database}; {@code clock} says when documents may expire. */
  public FirestoreIncidentStore(Firestore database, Clock clock) {
    this(database, clock, "");
  }

  /** The same, in collections whose names begin with {@code prefix}. */
  public FirestoreIncidentStore(Firestore database, Clock clock, String prefix) {
    this(new Documents(database, prefix), clock);
  }

  FirestoreIncidentStore(Documents documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
  }

  @Override
  public Incident report(IncidentReport report) {
    String id = open(report);
    keep(id, report);
    Map<DocumentReference, Map<String, Object>> sightings = new HashMap<>();
    for (Sighting sighting : report.sightings()) {
      Map<String, Object> fields = Fields.sighting(sighting);
      fields.put(Documents.EXPIRES, expires());
      String name = DocumentIds.digest(sighting.eventId(), sighting.ruleId());
      sightings.put(documents.under(incident(id), CollectionGroup.SIGHTINGS, name), fields);
    }
    documents.createAll("write incident " + id, sightings);
    return find(id)
        .orElseThrow(() -> ActionException.retryable("incident " + id + " is not there yet", null));
  }

  /** The id of the open incident about the subject; a new one when none takes the report in. */
  private String open(IncidentReport report) {
    return documents.change(
        "open an incident",
        pointer(report.subject(), report.account()),
        current -> {
          if (current.exists()) {
            Instant opened = Instant.parse(Fields.required(current, "opened_at"));
            if (report.joins(opened)) {
              return Change.none(Fields.required(current, "incident"));
            }
            if (report.time().isBefore(opened)) {
              return Change.none(report.newId());
            }
          }
          Map<String, Object> fields = new HashMap<>();
          fields.put("incident", report.newId());
          fields.put("opened_at", report.time().toString());
          fields.put(Documents.EXPIRES, expires());
          return new Change<>(fields, report.newId());
        });
  }

  /** Writes the incident if it is not there, and sees to it that it stays. */
  private void keep(String id, IncidentReport report) {
    Timestamp early = Documents.timestamp(clock.instant().plus(KEPT_AT_LEAST));
    documents.change(
        "write incident " + id,
        incident(id),
        current -> {
          Timestamp expires = current.getTimestamp(Documents.EXPIRES);
          List<Relative> before = Fields.family(current);
          List<Relative> family = Relative.merge(before, report.family());
          boolean stays = expires != null && expires.compareTo(early) >= 0;
          if (stays && family.equals(before)) {
            return Change.none(id);
          }
          Map<String, Object> fields = new HashMap<>();
          fields.put(Documents.EXPIRES, expires());
          if (!family.equals(before)) {
            fields.put(Fields.FAMILY, Fields.family(family));
          }
          if (!current.exists()) {
            fields.put("subject", report.subject());
            fields.put("principal", report.principal());
            fields.put("account", report.account());
            fields.put("opened_at", report.time().toString());
          }
          return new Change<>(fields, id);
        });
  }

  @Override
  public Optional<Incident> latest(String subject, @Nullable String account) {
    DocumentSnapshot current = documents.read("read an incident", pointer(subject, account));
    return current.exists() ? find(Fields.required(current, "incident")) : Optional.empty();
  }

  @Override
  public Optional<Incident> find(String id) {
    String what = "read incident " + id;
    DocumentReference incident = incident(id);
    ApiFuture<QuerySnapshot> sightings = documents.under(incident, CollectionGroup.SIGHTINGS);
    ApiFuture<QuerySnapshot> actions = documents.under(incident, CollectionGroup.ACTIONS);
    DocumentSnapshot meta = documents.read(what, incident);
    if (!meta.exists()) {
      return Optional.empty();
    }
    return Optional.of(
        new Incident(
            id,
            Fields.required(meta, "subject"),
            Fields.required(meta, "principal"),
            meta.getString("account"),
            Instant.parse(Fields.required(meta, "opened_at")),
            documents.await(what, sightings).getDocuments().stream()
                .map(Fields::sighting)
                .sorted(IN_ORDER)
                .toList(),
            Fields.family(meta),
            outcomes(documents.await(what, actions))));
  }

  /** The incidents that were opened last, at most so many, the newest last. */
  public List<Incident> newest(int most) {
    return documents
        .last("read the incidents", CollectionGroup.INCIDENTS, "opened_at", most)
        .stream()
        .flatMap(document -> find(document.getId()).stream())
        .sorted(Comparator.comparing(Incident::openedAt))
        .toList();
  }

  private static List<ActionOutcome> outcomes(QuerySnapshot actions) {
    return actions.getDocuments().stream()
        .sorted(Comparator.comparingLong(action -> Fields.number(action, "first_claimed")))
        .map(Fields::outcome)
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public Claim claim(ActionKey key, Instant now, Duration lease) {
    return documents.change(
        "claim " + key,
        action(key),
        action -> {
          ActionOutcome outcome = Fields.outcome(action);
          if (outcome != null && outcome.isFinal()) {
            return Change.none(new Claim.Done(outcome));
          }
          long until = Fields.number(action, "lease_until");
          return until > now.toEpochMilli() ? taken(until) : granted(action, key, now, lease);
        });
  }

  @Override
  public Claim claimUndo(ActionKey key, Instant now, Duration lease) {
    return documents.change(
        "claim the undo of " + key,
        action(key),
        action -> {
          ActionOutcome outcome = Fields.outcome(action);
          if (outcome != null && outcome.status() == Status.UNDONE) {
            return Change.none(new Claim.Done(outcome));
          }
          long until = Fields.number(action, "lease_until");
          if (until > now.toEpochMilli()) {
            return taken(until);
          }
          if (outcome == null) {
            throw new IllegalArgumentException(key + " has no outcome");
          }
          return outcome.canBeUndone()
              ? granted(action, key, now, lease)
              : Change.none(new Claim.Done(outcome));
        });
  }

  private static Change<Claim> taken(long until) {
    return Change.none(new Claim.Taken(Instant.ofEpochMilli(until)));
  }

  private Change<Claim> granted(
      DocumentSnapshot action, ActionKey key, Instant now, Duration lease) {
    long token = Fields.number(action, "fence") + 1;
    Map<String, Object> fields = new HashMap<>();
    fields.put("fence", token);
    fields.put("lease_until", now.plus(lease).toEpochMilli());
    if (!action.contains("first_claimed")) {
      fields.put("first_claimed", now.toEpochMilli());
    }
    fields.put("incident", key.incident());
    fields.put("action", key.action());
    fields.put("target", key.target());
    fields.put(Documents.EXPIRES, expires());
    return new Change<>(fields, new Claim.Granted(token));
  }

  @Override
  public void begin(long token, ActionOutcome begun) {
    write(begun.key(), token, action -> fields(begun, action));
  }

  @Override
  public void complete(long token, ActionOutcome outcome) {
    write(outcome.key(), token, action -> free(fields(outcome, action)));
  }

  @Override
  public void hold(long token, ActionOutcome held, String request) {
    write(
        held.key(),
        token,
        action -> {
          Map<String, Object> fields = free(fields(held, action));
          fields.put("request", request);
          return fields;
        });
  }

  @Override
  public Optional<String> held(ActionKey key) {
    return Optional.ofNullable(documents.read("read " + key, action(key)).getString("request"));
  }

  @Override
  public void release(ActionKey key, long token) {
    write(key, token, action -> free(new HashMap<>()));
  }

  /** The undo that was written down first stays. */
  private static Map<String, Object> fields(ActionOutcome outcome, DocumentSnapshot action) {
    boolean hasNone = action.getString("undo_command") == null;
    return Fields.outcome(outcome, hasNone && !outcome.undo().equals(Undo.NOTHING));
  }

  private static Map<String, Object> free(Map<String, Object> fields) {
    fields.put("lease_until", 0L);
    return fields;
  }

  /** Writes to an action that a token is the latest of. */
  private void write(
      ActionKey key, long token, Function<DocumentSnapshot, Map<String, Object>> what) {
    documents.change(
        "record " + key,
        action(key),
        action -> {
          if (!action.exists() || Fields.number(action, "fence") != token) {
            throw new StaleClaimException(key.toString());
          }
          return new Change<>(what.apply(action), token);
        });
  }

  @Override
  public boolean consume(String limit, Instant now, int most) {
    String hour = now.truncatedTo(ChronoUnit.HOURS).toString();
    return documents.change(
        "count a use of a limit",
        documents.at(CollectionGroup.LIMITS, DocumentIds.digest(limit, hour)),
        current -> {
          long used = Fields.number(current, "uses");
          return used >= most
              ? Change.none(false)
              : new Change<>(Map.of("uses", used + 1, Documents.EXPIRES, expires()), true);
        });
  }

  @Override
  public Optional<Stop> stopped() {
    return Optional.of(documents.read("read whether to stop", stop()))
        .filter(DocumentSnapshot::exists)
        .map(
            order ->
                new Stop(
                    Instant.parse(Fields.required(order, "at")),
                    Fields.required(order, "by"),
                    Fields.required(order, "reason")));
  }

  /** It has no end. */
  @Override
  public void stop(Stop order) {
    documents.putAll(
        "stop",
        Map.of(
            stop(),
            Map.of("at", order.at().toString(), "by", order.by(), "reason", order.reason())));
  }

  @Override
  public void resume() {
    documents.await("resume", stop().delete());
  }

  private DocumentReference stop() {
    return documents.at(CollectionGroup.ORDERS, "stop");
  }

  private DocumentReference incident(String id) {
    return documents.at(CollectionGroup.INCIDENTS, DocumentIds.of(id));
  }

  private DocumentReference action(ActionKey key) {
    return documents.under(
        incident(key.incident()),
        CollectionGroup.ACTIONS,
        DocumentIds.digest(key.action(), key.target()));
  }

  private DocumentReference pointer(String subject, @Nullable String account) {
    return documents.at(CollectionGroup.SUBJECTS, DocumentIds.digest(subject, account));
  }

  private Timestamp expires() {
    return Documents.timestamp(clock.instant().plus(KEPT));
  }
}
