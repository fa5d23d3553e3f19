package dev.tokenresponder.sigma;

import dev.tokenresponder.sigma.SigmaCorrelation.Bound;
import dev.tokenresponder.sigma.SigmaCorrelation.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the correlation section of a document. */
final class CorrelationParser {
  /** The most events of one group that are remembered, and so the most that can be counted. */
  static final int MOST_COUNTED = 1_000;

  private static final Set<String> KEYS =
      Set.of("type", "rules", "aliases", "group-by", "timespan", "condition", "generate");
  private static final Pattern TIMESPAN = Pattern.compile("([1-9]\\d{0,6})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(90);

  private final YamlSource source;
  private final HeaderParser headers;

  CorrelationParser(YamlSource source, HeaderParser headers) {
    this.source = source;
    this.headers = headers;
  }

  @Nullable SigmaCorrelation parse(Node document, Map<String, Node> entries) {
    SigmaDocument.Header header = headers.parse(document, entries, HeaderParser.CORRELATION);
    Node section = Objects.requireNonNull(entries.get("correlation"));
    Map<String, Node> parts = source.mapping(section, "correlation");
    source.allow(parts, KEYS, "correlation");
    Type type = type(source.required(section, parts, "type"));
    Node rulesNode = source.required(section, parts, "rules");
    List<String> rules = source.texts(rulesNode, "rules");
    if (rules.isEmpty() || rules.size() != Set.copyOf(rules).size()) {
      throw source.problem(rulesNode, "value", "'rules' must name different rules", "");
    }
    List<String> groupBy = source.texts(parts.get("group-by"), "group-by");
    if (groupBy.isEmpty()) {
      source.warn(
          section, "no-group-by", "all events form one group", "name fields under 'group-by'");
    }
    Condition condition = condition(section, type, parts.get("condition"), rules.size());
    Node generate = entries.getOrDefault("generate", parts.get("generate"));
    SigmaCorrelation correlation =
        header == null
            ? null
            : new SigmaCorrelation(
                header,
                type,
                rules,
                groupBy,
                aliases(parts.get("aliases")),
                timespan(source.required(section, parts, "timespan")),
                condition.bounds,
                condition.fields,
                generate != null && flag(generate));
    return correlation;
  }

  private Type type(Node node) {
    String label = source.text(node, "type");
    return Type.of(label)
        .orElseThrow(
            () ->
                source.problem(
                    node,
                    "value",
                    "there is no correlation type '" + label + "'",
                    "known are " + Arrays.stream(Type.values()).map(Type::label).toList()));
  }

  private boolean flag(Node node) {
    if (!source.isBoolean(node)) {
      throw source.problem(node, "wrong-type", "'generate' must be true or false", "");
    }
    return Boolean.parseBoolean(source.text(node, "generate"));
  }

  private Duration timespan(Node node) {
    String text = source.text(node, "timespan");
    Matcher matcher = TIMESPAN.matcher(text);
    if (!matcher.matches()) {
      throw source.problem(
          node, "value", "'" + text + "' is not a timespan", "write a number and s, m, h or d");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration span =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (span.compareTo(LONGEST) > 0) {
      throw source.problem(
          node, "value", "a timespan is at most " + LONGEST.toDays() + " days", "");
    }
    return span;
  }

  private Map<String, Map<String, String>> aliases(@Nullable Node node) {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    if (node != null) {
      source
          .mapping(node, "aliases")
          .forEach(
              (alias, fields) -> {
                Map<String, String> byRule = new LinkedHashMap<>();
                source
                    .mapping(fields, "an alias")
                    .forEach((rule, field) -> byRule.put(rule, source.text(field, "a field")));
                aliases.put(alias, Map.copyOf(byRule));
              });
    }
    return aliases;
  }

  private record Condition(List<Bound> bounds, List<String> fields) {}

  private Condition condition(Node section, Type type, @Nullable Node node, int rules) {
    boolean temporal = type == Type.TEMPORAL || type == Type.TEMPORAL_ORDERED;
    if (node == null) {
      if (!temporal) {
        throw source.problem(section, "missing", "'condition' is missing", "");
      }
      return new Condition(
          List.of(new Bound(Comparison.GTE, BigDecimal.valueOf(rules))), List.of());
    }
    if (!(node instanceof MappingNode)) {
      throw source.problem(
          node,
          "value",
          "the condition of a correlation is a map such as {gte: 10}",
          "conditions over rule names are not part of specification 2.1; chain correlations");
    }
    List<Bound> bounds = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    source
        .mapping(node, "condition")
        .forEach(
            (key, value) -> {
              if (key.equals("field")) {
                fields.addAll(source.texts(value, "field"));
              } else {
                bounds.add(bound(type, key, value));
              }
            });
    if (bounds.isEmpty()) {
      throw source.problem(node, "missing", "the condition compares with nothing", "add 'gte: 2'");
    }
    if (type.readsValues() == fields.isEmpty()) {
      throw source.problem(
          node,
          type.readsValues() ? "missing" : "value",
          type.readsValues()
              ? "'" + type.label() + "' needs 'field' in its condition"
              : "'" + type.label() + "' looks at no field",
          "");
    }
    if (fields.size() > 1 && type != Type.VALUE_COUNT) {
      throw source.problem(node, "value", "'" + type.label() + "' takes one field", "");
    }
    return new Condition(bounds, fields);
  }

  private Bound bound(Type type, String key, Node node) {
    Comparison comparison =
        Comparison.of(key)
            .orElseThrow(
                () ->
                    source.problem(
                        node,
                        "unknown-attribute",
                        "a condition has no '" + key + "'",
                        "known are field, gt, gte, lt, lte, eq, neq"));
    String text = source.text(node, key);
    BigDecimal value = Numbers.parse(text);
    if (value == null) {
      throw source.problem(node, "wrong-type", "'" + text + "' is not a number", "");
    }
    boolean counts = type == Type.EVENT_COUNT || type == Type.VALUE_COUNT;
    if (counts && value.compareTo(BigDecimal.valueOf(MOST_COUNTED)) >= 0) {
      throw source.problem(
          node,
          "value",
          "at most " + (MOST_COUNTED - 1) + " events or values of a group can be counted",
          "use a shorter timespan with a smaller number");
    }
    return new Bound(comparison, value);
  }
}
