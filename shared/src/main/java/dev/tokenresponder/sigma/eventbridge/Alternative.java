package dev.tokenresponder.sigma.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.sigma.Fold;

/**
 * One thing that an event pattern can ask of one field (EventBridge User Guide, "Comparison
 * operators for use in event patterns").
 *
 * @param field the path of the field in the record
 * @param operator how the text is compared
 */
public record Alternative(String field, Operator operator, String text) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Spells texts whose case does not matter in one way, so that equal ones are seen to be. */
  public Alternative {
    text = operator == Operator.WILDCARD ? text : Fold.fold(text);
  }

  /** The comparisons; they ignore case, as Sigma does, unless they say otherwise. */
  public enum Operator {
    EQUALS,
    PREFIX,
    SUFFIX,
    /** Stars stand for anything; the one comparison that tells case apart. */
    WILDCARD,
    /** The field is there; the text says nothing. */
    EXISTS
  }

  /** What stands in the list of the field. */
  public JsonNode json() {
    ObjectNode ignoringCase = MAPPER.createObjectNode().put("equals-ignore-case", text);
    return switch (operator) {
      case EQUALS -> ignoringCase;
      case PREFIX -> MAPPER.createObjectNode().set("prefix", ignoringCase);
      case SUFFIX -> MAPPER.createObjectNode().set("suffix", ignoringCase);
      case WILDCARD -> MAPPER.createObjectNode().put("wildcard", text);
      case EXISTS -> MAPPER.createObjectNode().put("exists", true);
    };
  }
}
