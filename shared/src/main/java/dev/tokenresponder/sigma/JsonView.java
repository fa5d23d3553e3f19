package dev.tokenresponder.sigma;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Predicate;

/** A JSON tree as rules see it. */
public final class JsonView implements EventView {
  private final JsonNode root;

  /** Looks at {@code root}, which must not change meanwhile. */
  public JsonView(JsonNode root) {
    this.root = root;
  }

  @Override
  public boolean exists(FieldPath field) {
    return walk(root, field, 0, node -> true);
  }

  @Override
  public boolean anyValue(FieldPath field, ValuePredicate predicate) {
    return walk(root, field, 0, node -> anyElement(node, predicate));
  }

  @Override
  public boolean anywhere(ValuePredicate predicate) {
    return anywhere(root, predicate);
  }

  private static boolean walk(
      JsonNode node, FieldPath field, int from, Predicate<JsonNode> atTheEnd) {
    if (from == field.length()) {
      return atTheEnd.test(node);
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (walk(element, field, from, atTheEnd)) {
          return true;
        }
      }
      return false;
    }
    String[] keys = field.keys(from);
    for (int i = 0; i < keys.length; i++) {
      JsonNode child = node.get(keys[i]);
      if (child != null && walk(child, field, from + i + 1, atTheEnd)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyElement(JsonNode node, ValuePredicate predicate) {
    if (!node.isArray()) {
      return accepts(node, predicate);
    }
    for (JsonNode element : node) {
      if (anyElement(element, predicate)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anywhere(JsonNode node, ValuePredicate predicate) {
    if (!node.isContainerNode()) {
      return accepts(node, predicate);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (predicate.accepts(field.getKey(), Kind.TEXT) || anywhere(field.getValue(), predicate)) {
        return true;
      }
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (anywhere(element, predicate)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean accepts(JsonNode node, ValuePredicate predicate) {
    if (node.isTextual()) {
      return predicate.accepts(node.textValue(), Kind.TEXT);
    }
    if (node.isNumber()) {
      return predicate.accepts(node.numberValue().toString(), Kind.NUMBER);
    }
    if (node.isBoolean()) {
      return predicate.accepts(node.booleanValue() ? "true" : "false", Kind.BOOLEAN);
    }
    return node.isObject() && predicate.accepts(node.toString(), Kind.OBJECT);
  }
}
