package dev.tokenresponder.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How incidents are laid out in documents. Names of fields are fixed; what comes with a name of its
 * own goes into a list, for not every text is a legal name. Times are text, for Firestore's have
 * microseconds only.
 */
final class Fields {
  static final String FAMILY = "family";

  private static final String NAME = "name";
  private static final String VALUE = "value";

  private Fields() {}

  static Map<String, Object> sighting(Sighting sighting) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("event_id", sighting.eventId());
    fields.put("time", sighting.time().toString());
    fields.put("source", sighting.source());
    fields.put("event_name", sighting.eventName());
    fields.put("rule_id", sighting.ruleId());
    fields.put("title", sighting.title());
    fields.put("level", sighting.level().label());
    if (sighting.ip() != null) {
      fields.put("ip", sighting.ip());
    }
    if (sighting.seenAt() != null) {
      fields.put("seen_at", sighting.seenAt().toString());
    }
    return fields;
  }

  static Sighting sighting(QueryDocumentSnapshot document) {
    String seenAt = document.getString("seen_at");
    return new Sighting(
        required(document, "event_id"),
        Instant.parse(required(document, "time")),
        required(document, "source"),
        required(document, "event_name"),
        document.getString("ip"),
        required(document, "rule_id"),
        required(document, "title"),
        Level.of(required(document, "level")).orElse(Level.INFORMATIONAL),
        seenAt == null ? null : Instant.parse(seenAt));
  }

  static List<Map<String, String>> family(List<Relative> family) {
    return family.stream().map(Relative::texts).toList();
  }

  static List<Relative> family(DocumentSnapshot document) {
    return maps(document, FAMILY).stream().map(Relative::of).toList();
  }

  /** The outcome of an action, its undo only on demand. */
  static Map<String, Object> outcome(ActionOutcome outcome, boolean withUndo) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("status", outcome.status().label());
    fields.put("reason", outcome.reason());
    fields.put("at", outcome.at().toString());
    if (withUndo) {
      fields.put("undo_command", outcome.undo().command());
      fields.put("undo_data", pairs(outcome.undo().data()));
    }
    return fields;
  }

  /** The outcome in the document of an action; null while it has none. */
  static @Nullable ActionOutcome outcome(DocumentSnapshot document) {
    String status = document.getString("status");
    if (status == null) {
      return null;
    }
    Map<String, String> undo = new HashMap<>();
    maps(document, "undo_data").forEach(pair -> undo.put(pair.get(NAME), pair.get(VALUE)));
    return new ActionOutcome(
        new ActionKey(
            required(document, "incident"),
            required(document, "action"),
            required(document, "target")),
        ActionOutcome.Status.valueOf(status.toUpperCase(Locale.ROOT)),
        required(document, "reason"),
        new Undo(Objects.requireNonNullElse(document.getString("undo_command"), ""), undo),
        Instant.parse(required(document, "at")));
  }

  static String required(DocumentSnapshot document, String name) {
    String value = document.getString(name);
    if (value == null) {
      throw new IllegalStateException("a document in Firestore lacks '" + name + "'");
    }
    return value;
  }

  static long number(DocumentSnapshot document, String name) {
    Long value = document.getLong(name);
    return value == null ? 0 : value;
  }

  private static List<Map<String, String>> pairs(Map<String, String> values) {
    List<Map<String, String>> pairs = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> pairs.add(Map.of(NAME, name, VALUE, value)));
    return pairs;
  }

  /** A list of maps from text to text. */
  @SuppressWarnings("unchecked") // as this package writes it
  static List<Map<String, String>> maps(DocumentSnapshot document, String name) {
    Object list = document.get(name);
    return list == null ? List.of() : (List<Map<String, String>>) list;
  }
}
