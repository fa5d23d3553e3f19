package dev.tokenresponder.sigma;

import java.util.List;
import java.util.Set;

/**
 * A Sigma filter: one more condition for the rules it names (filters specification 2.1). A rule
 * matches only where the filter's condition holds too, so that the usual filter says {@code
 * condition: not selection}.
 *
 * @param rules ids or names; empty for every rule of its log source
 */
public record SigmaFilter(
    Header header, LogSource logSource, List<String> rules, Detection detection, Set<String> fields)
    implements SigmaDocument {

  public SigmaFilter {
    rules = List.copyOf(rules);
    fields = Set.copyOf(fields);
  }

  /** Whether it is meant for the rule: named, and with all that the filter's log source demands. */
  boolean concerns(SigmaRule rule) {
    String name = rule.header().name();
    boolean named =
        rules.isEmpty() || rules.contains(rule.id()) || (name != null && rules.contains(name));
    return named && logSource.covers(rule.logSource());
  }
}
