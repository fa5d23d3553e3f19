package dev.tokenresponder.benchmarks.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Places in a tree of JSON, by names with dots. */
final class Paths {
  private Paths() {}

  /** Puts a value at a path and makes the objects on the way. */
  static void set(ObjectNode root, String path, JsonNode value) {
    String[] keys = path.split("\\.");
    ObjectNode at = root;
    for (int i = 0; i < keys.length - 1; i++) {
      at = at.get(keys[i]) instanceof ObjectNode next ? next : at.putObject(keys[i]);
    }
    at.set(keys[keys.length - 1], value);
  }
}
