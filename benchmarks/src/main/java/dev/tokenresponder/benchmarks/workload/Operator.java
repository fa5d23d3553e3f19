package dev.tokenresponder.benchmarks.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.function.Function;

/**
 * A comparison that both engines know. Both ignore case, but for CONTAINS: the wildcards of
 * event-ruler heed it, so there the Sigma form does too.
 */
enum Operator {
  EQUALS("") {
    @Override
    ArrayNode ruler(List<String> values) {
      return each(values, value -> object("equals-ignore-case", text(value)));
    }
  },
  STARTS_WITH("|startswith") {
    @Override
    ArrayNode ruler(List<String> values) {
      return each(values, value -> object("prefix", object("equals-ignore-case", text(value))));
    }
  },
  ENDS_WITH("|endswith") {
    @Override
    ArrayNode ruler(List<String> values) {
      return each(values, value -> object("suffix", object("equals-ignore-case", text(value))));
    }
  },
  CONTAINS("|contains|cased") {
    @Override
    ArrayNode ruler(List<String> values) {
      return each(values, value -> object("wildcard", text("*" + value + "*")));
    }
  },
  CIDR("|cidr") {
    @Override
    ArrayNode ruler(List<String> values) {
      return each(values, value -> object("cidr", text(value)));
    }
  },
  /** The only value is {@code true}. */
  EXISTS("|exists") {
    @Override
    ArrayNode ruler(List<String> values) {
      return JSON.arrayNode().add(object("exists", JSON.booleanNode(true)));
    }
  },
  /** Sigma says so in its condition; the field has to be there for both to agree. */
  DIFFERS_FROM("") {
    @Override
    ArrayNode ruler(List<String> values) {
      ArrayNode texts = JSON.arrayNode();
      values.forEach(texts::add);
      return JSON.arrayNode().add(object("anything-but", object("equals-ignore-case", texts)));
    }
  };

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String modifiers;

  Operator(String modifiers) {
    this.modifiers = modifiers;
  }

  /** What stands behind the field's name in Sigma. */
  String modifiers() {
    return modifiers;
  }

  /** The list of matchers that event-ruler takes for the field. */
  abstract ArrayNode ruler(List<String> values);

  private static ArrayNode each(List<String> values, Function<String, JsonNode> matcher) {
    ArrayNode list = JSON.arrayNode();
    values.forEach(value -> list.add(matcher.apply(value)));
    return list;
  }

  private static JsonNode object(String key, JsonNode value) {
    return JSON.objectNode().set(key, value);
  }

  private static JsonNode text(String value) {
    return JSON.textNode(value);
  }
}
