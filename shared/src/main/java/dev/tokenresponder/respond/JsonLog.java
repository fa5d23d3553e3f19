package dev.tokenresponder.respond;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One JSON object per line on standard output, which both clouds take for their logs. Whatever is
 * not ASCII is escaped, so that nothing from outside can break a line or look like something else.
 * The field {@code severity} is what Cloud Logging reads (Cloud Logging, "Structured logging").
 */
public final class JsonLog {
  private static final ObjectWriter WRITER =
      new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private JsonLog() {}

  /**
   * Something happened as it should.
   *
   * @param fields names and values in turn; a value is a text or a {@link Number}
   */
  public static void info(String message, Object... fields) {
    write("info", message, fields);
  }

  /** Something failed. */
  public static void error(String message, RuntimeException e) {
    write("error", message, "error", e.getClass().getSimpleName(), "reason", e.getMessage());
  }

  private static void write(String level, String message, Object... fields) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("level", level);
    line.put("severity", level.toUpperCase(Locale.ROOT));
    line.put("message", message);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      put(line, String.valueOf(fields[i]), fields[i + 1]);
    }
    System.out.println(text(line));
  }

  private static void put(ObjectNode line, String name, Object value) {
    if (value instanceof Number number) {
      line.put(name, number.doubleValue());
    } else {
      line.put(name, (String) value);
    }
  }

  private static String text(ObjectNode line) {
    try {
      return WRITER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an object of strings is always JSON", e);
    }
  }
}
