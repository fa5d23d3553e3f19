package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;

/** Reads answers; one that is not as the reference says may be better at the next try. */
final class Answers {

  private Answers() {}

  static long id(JsonNode node, String name, String what) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() <= 0) {
      throw malformed(what);
    }
    return value.longValue();
  }

  static String text(JsonNode node, String name, String what) {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw malformed(what);
    }
    return value.textValue();
  }

  static boolean flag(JsonNode node, String name, String what) {
    JsonNode value = node.path(name);
    if (!value.isBoolean()) {
      throw malformed(what);
    }
    return value.booleanValue();
  }

  static ActionException malformed(String what) {
    return ActionException.retryable(
        "could not " + what + " now: GitHub's answer is not as its reference says", null);
  }
}
