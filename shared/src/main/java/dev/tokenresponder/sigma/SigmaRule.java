package dev.tokenresponder.sigma;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Sigma rule, ready to match.
 *
 * @param file where it was read
 * @param line the line it starts at
 * @param id its UUID; the file's name when it has none
 * @param level as spelled in the rule; {@code low} when it has none
 * @param fields the names of all fields it reads
 * @param custom the attributes that the standard leaves free, as plain lists, maps and scalars
 */
public record SigmaRule(
    String file,
    int line,
    String id,
    String title,
    String description,
    String level,
    List<String> tags,
    List<String> falsePositives,
    LogSource logSource,
    Set<String> fields,
    Map<String, Object> custom,
    Matcher matcher) {

  public SigmaRule {
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
    fields = Set.copyOf(fields);
    custom = Map.copyOf(custom);
  }

  /** The rule's verdict on a record. */
  public boolean matches(EventView event) {
    return matcher.matches(event);
  }

  /** The compiled detection and condition. */
  @FunctionalInterface
  public interface Matcher {
    boolean matches(EventView event);
  }
}
