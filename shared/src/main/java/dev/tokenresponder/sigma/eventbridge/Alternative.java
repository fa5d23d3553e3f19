package dev.tokenresponder.sigma.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One thing that an event pattern can ask of one field (EventBridge User Guide, "Comparison
 * operators for use in event patterns").
 *
 * @param field the path of the field in the record
 * @param operator how the text is compared, always without regard to case
 */
public record Alternative(String field, Operator operator, String text) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The comparisons that ignore case, as Sigma does. */
  public enum Operator {
    EQUALS,
    PREFIX,
    SUFFIX
  }

  /** What stands in the list of the field. */
  public JsonNode json() {
    ObjectNode ignoringCase = MAPPER.createObjectNode().put("equals-ignore-case", text);
    return switch (operator) {
      case EQUALS -> ignoringCase;
      case PREFIX -> MAPPER.createObjectNode().set("prefix", ignoringCase);
      case SUFFIX -> MAPPER.createObjectNode().set("suffix", ignoringCase);
    };
  }
}
