package dev.tokenresponder.aws.function;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One JSON object per line on standard output, which Lambda sends to CloudWatch Logs. */
final class Log {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Log() {}

  static void info(String message, String... fields) {
    write("info", message, fields);
  }

  static void error(String message, RuntimeException e) {
    write("error", message, "error", e.getClass().getSimpleName(), "reason", e.getMessage());
  }

  private static void write(String level, String message, String... fields) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("level", level);
    line.put("message", message);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      line.put(fields[i], fields[i + 1]);
    }
    System.out.println(line);
  }
}
