package dev.tokenresponder.respond;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A test inside a rule file.
 *
 * @param name what it shows
 * @param match whether the rule must match
 * @param steps the smallest events that show it; more than one for correlations only
 */
public record RuleTest(String name, boolean match, List<Step> steps) {

  public RuleTest {
    steps = List.copyOf(steps);
  }

  /**
   * An event, in the shape of the rule's log source.
   *
   * @param after how long after the start it happens
   */
  public record Step(Duration after, Map<?, ?> event) {}
}
