package dev.tokenresponder.sigma.cloudlogging;

import dev.tokenresponder.sigma.cloudlogging.Restriction.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes restrictions in the query language of Cloud Logging ("Logging query language", "Syntax
 * summary"). AND binds less than OR there, so all is in parentheses.
 */
public final class LogFilter {
  private static final String OR = " OR ";

  private LogFilter() {}

  /** A filter for entries that meet one of the restrictions; restrictions without need go. */
  public static String anyOf(Collection<Restriction> restrictions) {
    Map<String, List<Restriction>> comparisons = new TreeMap<>();
    for (Restriction restriction : needed(restrictions)) {
      comparisons.computeIfAbsent(comparison(restriction), c -> new ArrayList<>()).add(restriction);
    }
    return comparisons.entrySet().stream()
        .map(comparison -> written(comparison.getKey(), comparison.getValue()))
        .collect(Collectors.joining(OR.stripTrailing() + "\n  ", "(", ")"));
  }

  private static List<Restriction> needed(Collection<Restriction> restrictions) {
    return restrictions.stream()
        .distinct()
        .filter(r -> restrictions.stream().noneMatch(o -> !o.equals(r) && o.covers(r)))
        .sorted(Comparator.comparing(Restriction::text))
        .toList();
  }

  /** Field and operator; what has an exception stands alone. */
  private static String comparison(Restriction restriction) {
    String operator = restriction.operator() == Operator.EQUALS ? "=" : ":";
    String field = restriction.field() + operator;
    return restriction.operator() == Operator.EXISTS || !restriction.without().isEmpty()
        ? field + value(restriction)
        : field;
  }

  private static String written(String comparison, List<Restriction> restrictions) {
    Restriction first = restrictions.get(0);
    if (!first.without().isEmpty()) {
      return "(" + comparison + " AND NOT " + first.field() + ":" + quoted(first.without()) + ")";
    }
    if (first.operator() == Operator.EXISTS) {
      return comparison;
    }
    String values = restrictions.stream().map(LogFilter::value).collect(Collectors.joining(OR));
    return comparison + (restrictions.size() == 1 ? values : "(" + values + ")");
  }

  private static String value(Restriction restriction) {
    return restriction.operator() == Operator.EXISTS ? "*" : quoted(restriction.text());
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
