package dev.tokenresponder.respond;

import java.util.Map;

/**
 * A test inside a rule file.
 *
 * @param name what it shows
 * @param match whether the rule must match
 * @param event the smallest event that shows it, in the shape of the rule's log source
 */
public record RuleTest(String name, boolean match, Map<?, ?> event) {}
