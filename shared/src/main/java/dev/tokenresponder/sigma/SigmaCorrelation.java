package dev.tokenresponder.sigma;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Sigma correlation rule (correlation rules specification 2.1).
 *
 * @param rules ids or names of what it refers to, in order
 * @param groupBy fields or aliases whose values must be equal; empty for one group of all
 * @param aliases for each alias, the field by the id or name of the rule
 * @param timespan how far apart the events may be
 * @param bounds what the count, sum, average or percentage must be; all must hold
 * @param fields whose values are counted or summed; empty where none are
 * @param generate whether the rules it refers to also report by themselves
 */
public record SigmaCorrelation(
    Header header,
    Type type,
    List<String> rules,
    List<String> groupBy,
    Map<String, Map<String, String>> aliases,
    Duration timespan,
    List<Bound> bounds,
    List<String> fields,
    boolean generate)
    implements SigmaDocument {

  public SigmaCorrelation {
    rules = List.copyOf(rules);
    groupBy = List.copyOf(groupBy);
    aliases = Map.copyOf(aliases);
    bounds = List.copyOf(bounds);
    fields = List.copyOf(fields);
  }

  /** What is looked at. */
  public enum Type {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> of(String label) {
      return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
    }

    /** Whether it looks at the values of a field. */
    public boolean readsValues() {
      return switch (this) {
        case VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE -> true;
        case EVENT_COUNT, TEMPORAL, TEMPORAL_ORDERED -> false;
      };
    }
  }

  /** One bound, of which all must hold. */
  public record Bound(Comparison comparison, BigDecimal value) {

    boolean holds(BigDecimal actual) {
      return comparison.holds(actual.compareTo(value));
    }
  }

  /** Whether all bounds hold. */
  public boolean accepts(BigDecimal actual) {
    return bounds.stream().allMatch(bound -> bound.holds(actual));
  }

  /** The field that stands for a group-by entry in the events of a rule. */
  public String fieldOf(String entry, SigmaDocument rule) {
    Map<String, String> alias = aliases.getOrDefault(entry, Map.of());
    String name = rule.header().name();
    String byName = name == null ? null : alias.get(name);
    return byName != null ? byName : alias.getOrDefault(rule.id(), entry);
  }
}
