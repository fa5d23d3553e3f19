package dev.tokenresponder.sigma;

import com.fasterxml.jackson.databind.JsonNode;
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
  public boolean anyValue(FieldPath field, Predicate<Object> predicate) {
    return walk(root, field, 0, node -> anyElement(node, predicate));
  }

  @Override
  public boolean anyValue(Predicate<Object> predicate) {
    return anyLeaf(root, predicate);
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
    String[] keys = field.keysFrom(from);
    for (int i = 0; i < keys.length; i++) {
      JsonNode child = node.get(keys[i]);
      if (child != null && walk(child, field, from + i + 1, atTheEnd)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyElement(JsonNode node, Predicate<Object> predicate) {
    if (!node.isArray()) {
      return !node.isNull() && predicate.test(value(node));
    }
    for (JsonNode element : node) {
      if (anyElement(element, predicate)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyLeaf(JsonNode node, Predicate<Object> predicate) {
    if (!node.isContainerNode()) {
      return !node.isNull() && predicate.test(value(node));
    }
    for (JsonNode child : node) {
      if (anyLeaf(child, predicate)) {
        return true;
      }
    }
    return false;
  }

  private static Object value(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.toString();
  }
}
