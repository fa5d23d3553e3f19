package dev.tokenresponder.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tokenresponder.net.Cidr;
import dev.tokenresponder.sigma.FieldKey.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the detection section of a rule: its search identifiers and its condition. */
final class DetectionParser {
  private static final int LONGEST_REGEX = 4_000;

  private final YamlSource source;
  private final Set<String> fields = new TreeSet<>();

  DetectionParser(YamlSource source) {
    this.source = source;
  }

  /** The names of the fields that the parsed detections read. */
  Set<String> fields() {
    return fields;
  }

  Detection parse(Node section) {
    Map<String, Node> entries = source.mapping(section, "detection");
    Node condition = entries.remove("condition");
    if (condition == null) {
      throw source.problem(section, "the detection has no condition");
    }
    Map<String, Detection> detections = new LinkedHashMap<>();
    entries.forEach((name, node) -> detections.put(name, identifier(node)));
    List<Detection> alternatives = new ArrayList<>();
    for (Node node : source.elements(condition)) {
      String text = source.text(node, "condition");
      try {
        alternatives.add(ConditionParser.parse(text, detections));
      } catch (IllegalArgumentException e) {
        throw source.problem(node, String.valueOf(e.getMessage()));
      }
    }
    if (alternatives.isEmpty()) {
      throw source.problem(condition, "the detection has no condition");
    }
    return Detection.join(alternatives, false);
  }

  private Detection identifier(Node node) {
    if (node instanceof MappingNode) {
      return map(node);
    }
    List<Detection> parts = new ArrayList<>();
    for (Node element : source.elements(node)) {
      parts.add(element instanceof MappingNode ? map(element) : keyword(element, Set.of()));
    }
    if (parts.isEmpty()) {
      throw source.problem(node, "a search identifier needs at least one entry");
    }
    return Detection.join(parts, false);
  }

  private Detection map(Node node) {
    List<Detection> parts = new ArrayList<>();
    source
        .mapping(node, "a search identifier")
        .forEach((key, values) -> parts.add(item(key, values)));
    if (parts.isEmpty()) {
      throw source.problem(node, "a search identifier needs at least one entry");
    }
    return Detection.join(parts, true);
  }

  private Detection item(String key, Node values) {
    FieldKey fieldKey;
    try {
      fieldKey = FieldKey.parse(key);
    } catch (IllegalArgumentException e) {
      throw source.problem(values, String.valueOf(e.getMessage()));
    }
    List<Node> elements = source.elements(values);
    boolean all = fieldKey.has(Modifier.ALL);
    if (elements.isEmpty()) {
      throw source.problem(values, "'" + key + "' has no values");
    }
    if (all && elements.size() == 1) {
      throw source.problem(values, "the modifier 'all' needs a list of at least two values");
    }
    List<Detection> parts = new ArrayList<>();
    for (Node element : elements) {
      parts.add(one(fieldKey, element, elements.size()));
    }
    return Detection.join(parts, all);
  }

  private Detection one(FieldKey key, Node node, int siblings) {
    if (key.field().isEmpty()) {
      return keyword(node, key.modifiers());
    }
    if (source.isNull(node) && siblings > 1) {
      throw source.problem(node, "null cannot be one of several values; give it its own selection");
    }
    fields.add(key.field());
    return new Detection.Field(FieldPath.of(key.field()), test(key, node));
  }

  private Detection keyword(Node node, Set<Modifier> modifiers) {
    FieldKey anywhere = new FieldKey("", modifiers);
    boolean shaped = modifiers.stream().anyMatch(m -> m != Modifier.ALL && m != Modifier.CASED);
    ValueTest test =
        shaped
            ? test(anywhere, node)
            : new ValueTest.Text(
                TextPattern.parse(
                    source.text(node, "a keyword"), true, true, anywhere.has(Modifier.CASED)));
    if (test instanceof ValueTest.OnValue onValue) {
      return new Detection.Keyword(onValue);
    }
    throw source.problem(node, "a keyword must be a string, a number or a pattern");
  }

  private ValueTest test(FieldKey key, Node node) {
    if (key.has(Modifier.EXISTS)) {
      return existence(node);
    }
    if (source.isNull(node)) {
      return nothing(key, node);
    }
    if (key.has(Modifier.RE)) {
      return regex(key, node);
    }
    if (key.has(Modifier.CIDR)) {
      return range(node);
    }
    boolean open = key.has(Modifier.CONTAINS);
    boolean start = open || key.has(Modifier.ENDSWITH);
    boolean end = open || key.has(Modifier.STARTSWITH);
    String text = source.text(node, "the value of '" + key.field() + "'");
    if (source.isNumber(node) && !start && !end) {
      @Nullable BigDecimal number = number(text);
      if (number != null) {
        return new ValueTest.Numeric(number);
      }
    }
    return new ValueTest.Text(TextPattern.parse(text, start, end, key.has(Modifier.CASED)));
  }

  private ValueTest existence(Node node) {
    String text = source.text(node, "the value of 'exists'");
    if (!source.isBoolean(node)) {
      throw source.problem(node, "the value of 'exists' must be true or false");
    }
    return new ValueTest.Existence(Boolean.parseBoolean(text));
  }

  private ValueTest nothing(FieldKey key, Node node) {
    if (!key.modifiers().isEmpty()) {
      throw source.problem(node, "null takes no modifiers");
    }
    return new ValueTest.Nothing();
  }

  private ValueTest regex(FieldKey key, Node node) {
    String text = source.text(node, "a regular expression");
    if (text.length() > LONGEST_REGEX) {
      throw source.problem(node, "a regular expression may have " + LONGEST_REGEX + " characters");
    }
    int flags =
        (key.has(Modifier.I) ? Pattern.CASE_INSENSITIVE : 0)
            | (key.has(Modifier.M) ? Pattern.MULTILINE : 0)
            | (key.has(Modifier.S) ? Pattern.DOTALL : 0);
    try {
      return new ValueTest.Regex(Pattern.compile(text, flags));
    } catch (PatternSyntaxException e) {
      throw source.problem(node, "regular expression: " + e.getMessage());
    }
  }

  private ValueTest range(Node node) {
    try {
      return new ValueTest.Range(Cidr.parse(source.text(node, "an address range")));
    } catch (IllegalArgumentException e) {
      throw source.problem(node, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
