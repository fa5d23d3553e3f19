package dev.tokenresponder.sigma;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tokenresponder.net.Cidr;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
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
  private static final int LARGEST_REGEX = 20_000;

  private final YamlSource source;
  private final Map<String, List<String>> lists;
  private final Set<String> fields = new TreeSet<>();

  /**
   * @param lists what the placeholders of {@code expand} stand for
   */
  DetectionParser(YamlSource source, Map<String, List<String>> lists) {
    this.source = source;
    this.lists = lists;
  }

  /** The names of the fields that the parsed detections read. */
  Set<String> fields() {
    return fields;
  }

  /**
   * Reads a section of search identifiers and their condition.
   *
   * @throws SigmaException when nothing usable comes out; the parts' own problems are noted
   */
  Detection parse(Node section, Map<String, Node> entries) {
    Map<String, Node> identifiers = new LinkedHashMap<>(entries);
    Node condition = identifiers.remove("condition");
    if (condition == null) {
      throw source.problem(
          section, "missing", "the detection has no condition", "add 'condition: selection'");
    }
    Map<String, Detection> detections = new LinkedHashMap<>();
    identifiers.forEach(
        (name, node) -> {
          Detection part = source.attempt(() -> identifier(node));
          // what could not be read is noted; the condition may still refer to it
          detections.put(
              name,
              new Detection.Named(name, part == null ? new Detection.AnyOf(List.of()) : part));
        });
    Set<String> used = new HashSet<>();
    List<Detection> alternatives = new ArrayList<>();
    for (Node node : source.elements(condition)) {
      String text = source.text(node, "condition");
      alternatives.add(source.placed(node, () -> ConditionParser.parse(text, detections, used)));
    }
    if (alternatives.isEmpty()) {
      throw source.problem(condition, "missing", "the detection has no condition", "");
    }
    identifiers.forEach(
        (name, node) -> {
          if (!used.contains(name) && !name.startsWith("_")) {
            source.warn(
                node,
                "unused-identifier",
                "no condition uses '" + name + "'",
                "use it, or start its name with '_'");
          }
        });
    return Detection.join(alternatives, false);
  }

  private Detection identifier(Node node) {
    if (node instanceof MappingNode) {
      return map(node);
    }
    List<Detection> parts = new ArrayList<>();
    for (Node element : source.elements(node)) {
      parts.add(
          element instanceof MappingNode
              ? map(element)
              : keyword(element, new FieldKey("", List.of())));
    }
    return joined(node, parts, false);
  }

  private Detection map(Node node) {
    List<Detection> parts = new ArrayList<>();
    source
        .mapping(node, "a search identifier")
        .forEach(
            (key, values) -> {
              Detection part = source.attempt(() -> item(key, values));
              if (part != null) {
                parts.add(part);
              }
            });
    return parts.isEmpty() && !source.problems().isEmpty()
        ? new Detection.AnyOf(List.of())
        : joined(node, parts, true);
  }

  private Detection joined(Node node, List<Detection> parts, boolean all) {
    if (parts.isEmpty()) {
      throw source.problem(
          node, "missing", "a search identifier needs at least one entry", "add one, or remove it");
    }
    return Detection.join(parts, all);
  }

  private Detection item(String name, Node values) {
    FieldKey key = source.placed(values, () -> FieldKey.parse(name));
    if (key.field().chars().filter(c -> c == '.').count() >= FieldPath.MOST_SEGMENTS) {
      throw source.problem(values, "field", "the field name has too many dots", "");
    }
    List<Node> elements = source.elements(values);
    boolean all = key.has(Modifier.ALL);
    if (elements.isEmpty()) {
      throw source.problem(
          values, "missing", "'" + name + "' has no values", "write null for a field without one");
    }
    if (all && elements.size() == 1) {
      throw source.problem(
          values,
          "modifier-combination",
          "the modifier 'all' needs a list of at least two values",
          "leave 'all' out");
    }
    List<Detection> parts = new ArrayList<>();
    for (Node element : elements) {
      parts.add(one(key, element, elements.size()));
    }
    Detection joined = Detection.join(parts, all);
    return key.has(Modifier.NEQ) ? new Detection.Not(joined) : joined;
  }

  private Detection one(FieldKey key, Node node, int siblings) {
    if (key.field().isEmpty()) {
      return keyword(node, key);
    }
    if (source.isNull(node) && siblings > 1) {
      throw source.problem(
          node,
          "null-in-list",
          "null cannot be one of several values",
          "give it its own search identifier");
    }
    fields.add(key.field());
    FieldPath field = FieldPath.of(key.field());
    List<Detection> parts = new ArrayList<>();
    for (ValueTest test : tests(key, node)) {
      parts.add(new Detection.Field(field, test));
    }
    return Detection.join(parts, false);
  }

  /** A keyword is found anywhere in a text, unless its modifiers say otherwise. */
  private Detection keyword(Node node, FieldKey key) {
    boolean shaped =
        !key.of(Modifier.SHAPES).isEmpty() || key.has(Modifier.RE) || key.has(Modifier.CIDR);
    FieldKey anywhere = shaped ? key : key.with(Modifier.CONTAINS);
    List<Detection> parts = new ArrayList<>();
    for (ValueTest test : tests(anywhere, node)) {
      if (!(test instanceof ValueTest.OnValue onValue)) {
        throw source.problem(
            node, "keyword", "a keyword must be a string, a number or a pattern", "");
      }
      parts.add(new Detection.Keyword(onValue));
    }
    return Detection.join(parts, false);
  }

  /** What a value demands; any of them may be met. */
  private List<ValueTest> tests(FieldKey key, Node node) {
    if (key.has(Modifier.EXISTS)) {
      return List.of(existence(node));
    }
    if (source.isNull(node)) {
      return List.of(nothing(key, node));
    }
    if (key.has(Modifier.RE)) {
      return List.of(regex(key, node));
    }
    if (key.has(Modifier.CIDR)) {
      return List.of(range(node));
    }
    if (key.has(Modifier.FIELDREF)) {
      return List.of(reference(key, node));
    }
    Set<Modifier> comparisons = key.of(Modifier.COMPARISONS);
    Set<Modifier> timeParts = key.of(Modifier.TIME_PARTS);
    if (!comparisons.isEmpty() || !timeParts.isEmpty()) {
      return List.of(compared(node, comparisons, timeParts));
    }
    return texts(key, node);
  }

  private List<ValueTest> texts(FieldKey key, Node node) {
    String text = source.text(node, "the value of '" + key.field() + "'");
    boolean plain = key.of(Modifier.SHAPES).isEmpty() && key.of(Modifier.TRANSFORMATIONS).isEmpty();
    if (source.isNumber(node) && plain) {
      @Nullable BigDecimal number = Numbers.parse(text);
      if (number != null) {
        return List.of(new ValueTest.Compared(Comparison.EQ, number));
      }
    }
    return source.placed(
        node,
        () -> {
          List<String> values =
              key.has(Modifier.EXPAND) ? Transformations.expand(text, lists) : List.of(text);
          List<ValueTest> tests = new ArrayList<>();
          for (String value : values) {
            for (TextPattern pattern : Transformations.patterns(TextPattern.marked(value), key)) {
              tests.add(new ValueTest.Text(pattern));
            }
          }
          return tests;
        });
  }

  private ValueTest compared(Node node, Set<Modifier> comparisons, Set<Modifier> timeParts) {
    String text = source.text(node, "a number to compare with");
    BigDecimal number = Numbers.parse(text);
    if (number == null) {
      throw source.problem(node, "wrong-type", "'" + text + "' is not a number", "");
    }
    Comparison comparison =
        comparisons.isEmpty()
            ? Comparison.EQ
            : Comparison.valueOf(comparisons.iterator().next().name());
    return timeParts.isEmpty()
        ? new ValueTest.Compared(comparison, number)
        : new ValueTest.TimePart(DatePart.of(timeParts.iterator().next()), comparison, number);
  }

  private ValueTest reference(FieldKey key, Node node) {
    String other = source.text(node, "the name of a field");
    if (other.chars().filter(c -> c == '.').count() >= FieldPath.MOST_SEGMENTS) {
      throw source.problem(node, "value", "the name of a field has too many dots", "");
    }
    fields.add(other);
    Likeness likeness =
        key.has(Modifier.CONTAINS)
            ? Likeness.CONTAINS
            : key.has(Modifier.STARTSWITH)
                ? Likeness.STARTS_WITH
                : key.has(Modifier.ENDSWITH) ? Likeness.ENDS_WITH : Likeness.EQUALS;
    return new ValueTest.SameAs(FieldPath.of(other), likeness, key.has(Modifier.CASED));
  }

  private ValueTest existence(Node node) {
    String text = source.text(node, "the value of 'exists'");
    if (!source.isBoolean(node)) {
      throw source.problem(node, "wrong-type", "the value of 'exists' must be true or false", "");
    }
    return new ValueTest.Existence(Boolean.parseBoolean(text));
  }

  private ValueTest nothing(FieldKey key, Node node) {
    boolean changed = key.modifiers().stream().anyMatch(m -> m != Modifier.NEQ);
    if (changed) {
      throw source.problem(
          node, "modifier-combination", "null takes no modifiers", "leave them out");
    }
    return new ValueTest.Nothing();
  }

  private ValueTest regex(FieldKey key, Node node) {
    String text = source.text(node, "a regular expression");
    if (text.length() > LONGEST_REGEX) {
      throw source.problem(
          node,
          "regex",
          "a regular expression may have " + LONGEST_REGEX + " characters",
          "split it into several values");
    }
    if (RegexSize.of(text) > LARGEST_REGEX) {
      throw source.problem(
          node,
          "regex",
          "regular expression: its counted repetitions multiply to more than "
              + LARGEST_REGEX
              + " characters",
          "use smaller counts, or * and +");
    }
    int flags =
        (key.has(Modifier.I) ? Pattern.CASE_INSENSITIVE : 0)
            | (key.has(Modifier.M) ? Pattern.MULTILINE : 0)
            | (key.has(Modifier.S) ? Pattern.DOTALL : 0);
    try {
      return new ValueTest.Regex(Pattern.compile(text, flags));
    } catch (PatternSyntaxException e) {
      throw source.problem(
          node,
          "regex",
          "regular expression: " + e.getMessage(),
          "only what RE2 understands can be matched in bounded time: no look-around, no"
              + " back-references");
    }
  }

  private ValueTest range(Node node) {
    try {
      return new ValueTest.Range(Cidr.parse(source.text(node, "an address range")));
    } catch (IllegalArgumentException e) {
      throw source.problem(node, "cidr", String.valueOf(e.getMessage()), "");
    }
  }
}
