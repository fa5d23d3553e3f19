package dev.tokenresponder.aws.dynamodb;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.incident.Relative;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.Stop;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How incidents are laid out in the one table: partition key {@code pk}, sort key {@code sk}. */
final class Items {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String EXPIRES = "expires";
  static final String META = "meta";
  static final String SIGHTING = "sighting#";
  static final String ACTION = "action#";
  static final String FAMILY = "family";

  /** Not {@code family}, which is a reserved word of DynamoDB's. */
  static final String RELATIVES = "relatives";

  /** Where an order to stop is; it has no end. */
  static final Map<String, AttributeValue> STOP = key("stop", "stop");

  private Items() {}

  static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of(PK, text(pk), SK, text(sk));
  }

  static String incident(String id) {
    return "incident#" + id;
  }

  static Map<String, AttributeValue> action(ActionKey key) {
    return key(incident(key.incident()), ACTION + key.action() + "#" + key.target());
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static Map<String, AttributeValue> texts(Map<String, String> values) {
    Map<String, AttributeValue> texts = new HashMap<>();
    values.forEach((key, value) -> texts.put(key, text(value)));
    return texts;
  }

  static Map<String, AttributeValue> sighting(String incident, Sighting sighting) {
    Map<String, AttributeValue> item =
        new HashMap<>(
            key(incident(incident), SIGHTING + sighting.eventId() + "#" + sighting.ruleId()));
    item.put("event_id", text(sighting.eventId()));
    item.put("time", text(sighting.time().toString()));
    item.put("source", text(sighting.source()));
    item.put("event_name", text(sighting.eventName()));
    item.put("rule_id", text(sighting.ruleId()));
    item.put("title", text(sighting.title()));
    item.put("level", text(sighting.level().label()));
    if (sighting.ip() != null) {
      item.put("ip", text(sighting.ip()));
    }
    if (sighting.seenAt() != null) {
      item.put("seen_at", text(sighting.seenAt().toString()));
    }
    return item;
  }

  static Sighting sighting(Map<String, AttributeValue> item) {
    String seenAt = optional(item, "seen_at");
    return new Sighting(
        required(item, "event_id"),
        Instant.parse(required(item, "time")),
        required(item, "source"),
        required(item, "event_name"),
        optional(item, "ip"),
        required(item, "rule_id"),
        required(item, "title"),
        Level.of(required(item, "level")).orElse(Level.INFORMATIONAL),
        seenAt == null ? null : Instant.parse(seenAt));
  }

  static AttributeValue family(List<Relative> family) {
    return AttributeValue.fromL(
        family.stream().map(r -> AttributeValue.fromM(texts(r.texts()))).toList());
  }

  /** The family in its item; none when there is no such item. */
  static List<Relative> family(Map<String, AttributeValue> item) {
    if (!item.containsKey(RELATIVES)) {
      return List.of();
    }
    return item.get(RELATIVES).l().stream()
        .map(
            relative -> {
              Map<String, String> texts = new HashMap<>();
              relative.m().forEach((name, value) -> texts.put(name, value.s()));
              return Relative.of(texts);
            })
        .toList();
  }

  static Map<String, AttributeValue> stop(Stop order) {
    Map<String, AttributeValue> item = new HashMap<>(STOP);
    item.put("at", text(order.at().toString()));
    item.put("ordered_by", text(order.by()));
    item.put("reason", text(order.reason()));
    return item;
  }

  static Stop stop(Map<String, AttributeValue> item) {
    return new Stop(
        Instant.parse(required(item, "at")),
        required(item, "ordered_by"),
        required(item, "reason"));
  }

  /** The outcome of an action item; null while it has none. */
  static @Nullable ActionOutcome outcome(Map<String, AttributeValue> item) {
    if (!item.containsKey("status")) {
      return null;
    }
    Map<String, String> undo = new HashMap<>();
    if (item.containsKey("undo_data")) {
      item.get("undo_data").m().forEach((key, value) -> undo.put(key, value.s()));
    }
    return new ActionOutcome(
        new ActionKey(
            required(item, "incident"), required(item, "action"), required(item, "target")),
        ActionOutcome.Status.valueOf(required(item, "status").toUpperCase(Locale.ROOT)),
        required(item, "reason"),
        new Undo(Objects.requireNonNullElse(optional(item, "undo_command"), ""), undo),
        Instant.parse(required(item, "at")));
  }

  static String required(Map<String, AttributeValue> item, String name) {
    String value = optional(item, name);
    if (value == null) {
      throw new IllegalStateException("an item of the incident table lacks '" + name + "'");
    }
    return value;
  }

  static @Nullable String optional(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : value.s();
  }
}
