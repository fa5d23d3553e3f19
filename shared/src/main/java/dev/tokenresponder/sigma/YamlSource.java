package dev.tokenresponder.sigma;

import dev.tokenresponder.sigma.SigmaProblem.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The YAML of one rule file, as nodes that remember where they stand. Aliases are refused: no rule
 * needs them, and they are how a small file becomes an endless one.
 */
final class YamlSource {
  private static final int LONGEST_FILE = 1_000_000;
  private static final int DEEPEST = 50;
  private static final LoaderOptions OPTIONS = new LoaderOptions();

  /** Costly to make, and only ever read. */
  private static final Resolver TAGS = new Resolver();

  static {
    OPTIONS.setNestingDepthLimit(DEEPEST);
  }

  private final String file;
  private final List<SigmaProblem> problems = new ArrayList<>();

  YamlSource(String file) {
    this.file = file;
  }

  /** Everything that was found wrong so far. */
  List<SigmaProblem> problems() {
    return problems;
  }

  /** Does a part of the reading; what is wrong with it is noted, and reading goes on. */
  <T> @Nullable T attempt(Supplier<T> part) {
    try {
      return part.get();
    } catch (SigmaException e) {
      problems.add(e.problem());
      return null;
    }
  }

  /** Gives a fault in a detection its place. */
  <T> T placed(Node node, Supplier<T> part) {
    try {
      return part.get();
    } catch (DetectionException e) {
      throw problem(node, e.code(), String.valueOf(e.getMessage()), e.hint());
    }
  }

  void warn(Node node, String code, String message, String hint) {
    SigmaProblem error = problem(node, code, message, hint).problem();
    problems.add(
        new SigmaProblem(
            file, error.line(), error.column(), Severity.WARNING, code, message, hint));
  }

  List<Node> documents(String text) {
    if (text.length() > LONGEST_FILE) {
      throw unreadable(1, 1, "a rule file may have " + LONGEST_FILE + " characters");
    }
    List<Node> documents = new ArrayList<>();
    try {
      Composer composer =
          new Composer(new ParserImpl(new StreamReader(text), OPTIONS), TAGS, OPTIONS);
      while (composer.checkNode()) {
        Node node = composer.getNode();
        refuseSharing(node);
        documents.add(node);
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw unreadable(mark.getLine() + 1, mark.getColumn() + 1, e.getProblem());
    } catch (YAMLException e) {
      throw unreadable(1, 1, String.valueOf(e.getMessage()));
    }
    return documents;
  }

  Map<String, Node> mapping(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      throw problem(node, "wrong-type", what + " must be a map", "");
    }
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode(), "a key of " + what);
      if (entries.put(key, tuple.getValueNode()) != null) {
        throw problem(
            tuple.getKeyNode(), "duplicate-key", "'" + key + "' is given twice", "keep one");
      }
    }
    return entries;
  }

  Node required(Node section, Map<String, Node> entries, String key) {
    Node node = entries.get(key);
    if (node == null) {
      throw problem(section, "missing", "'" + key + "' is missing", "");
    }
    return node;
  }

  /** Refuses keys that the standard does not have. */
  void allow(Map<String, Node> entries, Set<String> keys, String what) {
    entries.forEach(
        (key, node) -> {
          if (!keys.contains(key)) {
            throw problem(
                node,
                "unknown-attribute",
                "'" + key + "' is not an attribute of '" + what + "'",
                "known are " + new TreeSet<>(keys));
          }
        });
  }

  String text(Node node, String what) {
    if (node instanceof ScalarNode scalar && !isNull(node)) {
      return scalar.getValue();
    }
    throw problem(node, "wrong-type", what + " must be a string", "");
  }

  List<String> texts(@Nullable Node node, String what) {
    if (node == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node element : elements(node)) {
      texts.add(text(element, what));
    }
    return texts;
  }

  /** The elements of a list; anything else counts as a list of itself. */
  List<Node> elements(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  boolean isNumber(Node node) {
    return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
  }

  boolean isBoolean(Node node) {
    return node instanceof ScalarNode scalar
        && node.getTag().equals(Tag.BOOL)
        && ("true".equalsIgnoreCase(scalar.getValue())
            || "false".equalsIgnoreCase(scalar.getValue()));
  }

  /** Plain Java: maps, lists, strings, {@code Long}, {@code Double}, {@code Boolean} and null. */
  @Nullable Object plain(Node node) {
    if (node instanceof MappingNode) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      mapping(node, "a custom attribute").forEach((key, value) -> map.put(key, plain(value)));
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      sequence.getValue().forEach(element -> list.add(plain(element)));
      return list;
    }
    String value = ((ScalarNode) node).getValue();
    if (isNull(node)) {
      return null;
    }
    if (isBoolean(node)) {
      return Boolean.valueOf(value);
    }
    try {
      if (node.getTag().equals(Tag.INT)) {
        return Long.valueOf(value);
      }
      return node.getTag().equals(Tag.FLOAT) ? Double.valueOf(value) : (Object) value;
    } catch (NumberFormatException e) {
      return value;
    }
  }

  SigmaException problem(Node node, String code, String message, String hint) {
    Mark mark = node.getStartMark();
    return new SigmaException(
        SigmaProblem.error(file, mark.getLine() + 1, mark.getColumn() + 1, code, message, hint));
  }

  private SigmaException unreadable(int line, int column, String reason) {
    return new SigmaException(SigmaProblem.error(file, line, column, "yaml", reason, ""));
  }

  private void refuseSharing(Node node) {
    if (node instanceof AnchorNode || node.getAnchor() != null) {
      throw problem(
          node, "yaml", "anchors and aliases are not used in rules", "write the value out");
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        refuseSharing(tuple.getKeyNode());
        refuseSharing(tuple.getValueNode());
      }
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(element -> refuseSharing(element));
    }
  }
}
