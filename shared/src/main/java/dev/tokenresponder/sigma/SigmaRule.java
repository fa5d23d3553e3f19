package dev.tokenresponder.sigma;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A Sigma detection rule.
 *
 * @param detection its search identifiers, with the condition resolved
 * @param fields the names of all fields it reads
 */
public record SigmaRule(Header header, LogSource logSource, Detection detection, Set<String> fields)
    implements SigmaDocument {

  public SigmaRule {
    fields = Set.copyOf(fields);
  }

  /** The verdict on a record, by walking the detection. */
  public boolean matches(EventView event) {
    return detection.matches(event);
  }

  /** The same rule, which matches only where the filter does too. */
  SigmaRule narrowedBy(SigmaFilter filter) {
    Set<String> all = new HashSet<>(fields);
    all.addAll(filter.fields());
    Detection both =
        new Detection.AllOf(
            List.of(
                detection, new Detection.Named("filter: " + filter.title(), filter.detection())));
    return new SigmaRule(header, logSource, both, all);
  }
}
