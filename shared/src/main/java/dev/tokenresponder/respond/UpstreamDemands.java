package dev.tokenresponder.respond;

import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.upstream.Necessary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the rules demand of the records of one source, as far as a service upstream can check it.
 *
 * @param alternatives a record that meets none of them can match no rule
 * @param unlimited the titles of the rules for which that does not hold
 */
record UpstreamDemands<T>(Set<T> alternatives, List<String> unlimited) {

  /**
   * Collects the demands.
   *
   * @param tokens what rules over the token taxonomy demand
   * @param records what rules over raw records demand
   */
  static <T extends Necessary.Alternative> UpstreamDemands<T> of(
      RuleBook book, String source, Necessary<T> tokens, Necessary<T> records) {
    Set<T> alternatives = new LinkedHashSet<>();
    List<String> unlimited = new ArrayList<>();
    for (SigmaRule rule : book.detections()) {
      boolean token = LogSources.readsTokens(rule);
      List<Detection> detections =
          token ? List.of(rule.detection()) : LogSources.detections(rule, source);
      for (Detection detection : detections) {
        Set<T> needed = (token ? tokens : records).of(detection);
        if (needed == null) {
          unlimited.add(rule.title());
        } else {
          alternatives.addAll(needed);
        }
      }
    }
    return new UpstreamDemands<>(alternatives, unlimited);
  }

  /** Whether no rule is about the source. */
  boolean isEmpty() {
    return unlimited.isEmpty() && alternatives.isEmpty();
  }
}
