package dev.tokenresponder.sigma.engine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a record lead to fields that some rule reads. The path {@code a.b} is reached by
 * the key {@code a} and then {@code b}, or by the one key {@code a.b}.
 */
final class FieldTrie {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Node, Map<String, Node>> steps = new LinkedHashMap<>();
  private int edges;

  private FieldTrie() {}

  /**
   * @param root where every record starts
   * @param edges how many steps there are
   */
  record Built(Node root, int edges) {}

  /** Builds it for the fields, which keep their positions as numbers. */
  static Built of(List<String> fields) {
    FieldTrie trie = new FieldTrie();
    Node root = new Node();
    for (int field = 0; field < fields.size(); field++) {
      List<String> segments = List.of(fields.get(field).split("\\.", -1));
      for (int from = 0; from < segments.size(); from++) {
        Node start = from == 0 ? root : trie.node(segments.subList(0, from));
        for (int to = from + 1; to <= segments.size(); to++) {
          Node end = trie.node(segments.subList(0, to));
          trie.steps
              .computeIfAbsent(start, node -> new LinkedHashMap<>())
              .put(String.join(".", segments.subList(from, to)), end);
        }
      }
      trie.node(segments).field = field;
    }
    trie.steps.forEach((node, byKey) -> trie.edges = node.fill(byKey, trie.edges));
    return new Built(root, trie.edges);
  }

  private Node node(List<String> prefix) {
    return nodes.computeIfAbsent(String.join(".", prefix), name -> new Node());
  }

  /** A place in the paths. */
  static final class Node {
    /** The field that ends here; -1 when none does. */
    int field = -1;

    private long lengths;
    private int mask;
    private long[] hashes = new long[0];
    private byte[][] keys = new byte[0][];
    private Edge[] edges = new Edge[0];

    boolean isLeaf() {
      return keys.length == 0;
    }

    /** Takes the steps from here, numbered from {@code first}; returns the next free number. */
    private int fill(Map<String, Node> byKey, int first) {
      int size = Integer.highestOneBit(byKey.size() * 2) * 2;
      mask = size - 1;
      hashes = new long[size];
      keys = new byte[size][];
      edges = new Edge[size];
      int number = first;
      for (Map.Entry<String, Node> step : byKey.entrySet()) {
        byte[] key = step.getKey().getBytes(StandardCharsets.UTF_8);
        long hash = Bytes.hash(key, 0, key.length);
        int slot = (int) hash & mask;
        while (edges[slot] != null) {
          slot = slot + 1 & mask;
        }
        hashes[slot] = hash;
        keys[slot] = key;
        edges[slot] = new Edge(number++, step.getValue(), step.getKey().indexOf('.') >= 0);
        lengths |= 1L << Math.min(key.length, 63);
      }
      return number;
    }

    /** Where a key leads; null when no rule reads what lies there. */
    @Nullable Edge follow(byte[] bytes, int start, int end) {
      if ((lengths >>> Math.min(end - start, 63) & 1) == 0) {
        return null;
      }
      long hash = Bytes.hash(bytes, start, end);
      int slot = (int) hash & mask;
      while (edges[slot] != null) {
        if (hashes[slot] == hash && Bytes.equal(keys[slot], bytes, start, end)) {
          return edges[slot];
        }
        slot = slot + 1 & mask;
      }
      return null;
    }
  }

  /**
   * A step by one key.
   *
   * @param number tells it from all other steps
   * @param dotted whether the key itself has dots, so that the field may also be there nested
   */
  record Edge(int number, Node to, boolean dotted) {}
}
