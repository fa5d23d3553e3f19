package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a record with its place in it, so that a wrong type is reported by path. Absent, null
 * and empty strings are all the same: not there.
 */
record Part(JsonNode node, String path) {
  private static final int LONGEST_TEXT = 4_096;
  private static final DateTimeFormatter BASIC =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuuMMdd'T'HHmmss'Z'")
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  static Part of(JsonNode root) {
    return new Part(root, "");
  }

  /** The object at {@code name}; reading from an absent one finds nothing. */
  Part at(String name) {
    JsonNode child = node.path(name);
    String childPath = path.isEmpty() ? name : path + "." + name;
    if (child.isMissingNode() || child.isNull()) {
      return new Part(MissingNode.getInstance(), childPath);
    }
    if (!child.isObject()) {
      throw new MalformedRecordException("'" + childPath + "' must be an object");
    }
    return new Part(child, childPath);
  }

  boolean isThere() {
    return node.isObject();
  }

  @Nullable String text(String name) {
    return text(name, LONGEST_TEXT);
  }

  /** As {@link #text(String)}, with a bound of its own. */
  @Nullable String text(String name, int longest) {
    JsonNode child = node.path(name);
    if (child.isMissingNode() || child.isNull()) {
      return null;
    }
    if (!child.isTextual()) {
      throw new MalformedRecordException("'" + pathOf(name) + "' must be a string");
    }
    String text = child.textValue();
    if (text.length() > longest) {
      throw new MalformedRecordException(
          "'" + pathOf(name) + "' is longer than " + longest + " characters");
    }
    return text.isEmpty() ? null : text;
  }

  /** As {@link #text}, cut off where it gets too long: what the caller chose must not refuse it. */
  @Nullable String clipped(String name) {
    JsonNode child = node.path(name);
    if (child.isTextual() && child.textValue().length() > LONGEST_TEXT) {
      return child.textValue().substring(0, LONGEST_TEXT);
    }
    return text(name);
  }

  /** As {@link #text}, for names whose spelling differs between records. */
  @Nullable String textIgnoreCase(String name) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return text(field.getKey());
      }
    }
    return null;
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new MalformedRecordException("'" + pathOf(name) + "' is missing");
    }
    return text;
  }

  boolean flag(String name) {
    JsonNode child = node.path(name);
    return child.asBoolean(false) || "true".equals(child.asText());
  }

  /** The objects of a list; not there counts as empty. */
  List<Part> list(String name) {
    JsonNode child = node.path(name);
    if (child.isMissingNode() || child.isNull()) {
      return List.of();
    }
    if (!child.isArray()) {
      throw new MalformedRecordException("'" + pathOf(name) + "' must be a list");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode element : child) {
      parts.add(new Part(element, pathOf(name) + "[" + parts.size() + "]"));
    }
    return parts;
  }

  Instant requiredTime(String name) {
    Instant time = time(name);
    if (time == null) {
      throw new MalformedRecordException("'" + pathOf(name) + "' is missing");
    }
    return time;
  }

  /** ISO 8601, also in its basic form, which older CloudTrail records use, and RFC 1123. */
  @Nullable Instant time(String name) {
    String text = text(name);
    return text == null ? null : time(text, pathOf(name));
  }

  static Instant time(String text, String path) {
    try {
      if (text.indexOf(',') > 0) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      }
      return text.indexOf('-') > 0
          ? DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC).parse(text, Instant::from)
          : BASIC.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new MalformedRecordException("'" + path + "' is not a time");
    }
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
