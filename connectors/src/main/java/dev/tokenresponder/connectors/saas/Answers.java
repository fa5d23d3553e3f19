package dev.tokenresponder.connectors.saas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;

/** What answers must hold. */
public final class Answers {

  private Answers() {}

  /**
   * A text at a place.
   *
   * @param pointer a JSON pointer
   * @throws ActionException as retryable when there is none
   */
  public static String text(String system, JsonNode body, String pointer) {
    JsonNode node = body.at(pointer);
    if (!node.isTextual() || node.textValue().isEmpty()) {
      throw malformed(system, pointer);
    }
    return node.textValue();
  }

  /**
   * A list at a place.
   *
   * @param pointer a JSON pointer; empty for the body itself
   * @throws ActionException as retryable when there is none
   */
  public static JsonNode list(String system, JsonNode body, String pointer) {
    JsonNode node = body.at(pointer);
    if (!node.isArray()) {
      throw malformed(system, pointer);
    }
    return node;
  }

  /** An answer that is not as documented; another try may bring a better one. */
  public static ActionException malformed(String system, String place) {
    String where = place.isEmpty() ? "a list" : "'" + place + "'";
    return ActionException.retryable(system + " answered without " + where, null);
  }
}
