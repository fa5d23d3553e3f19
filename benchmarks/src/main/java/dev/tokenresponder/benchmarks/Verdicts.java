package dev.tokenresponder.benchmarks;

import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.event.ruler.Machine;

/** Whether both engines say the same. */
final class Verdicts {
  private Verdicts() {}

  /** The first event on which they differ, with both verdicts. */
  static Optional<String> difference(RuleSet<SigmaRule> ours, Machine ruler, List<byte[]> events)
      throws Exception {
    for (byte[] event : events) {
      String text = new String(event, StandardCharsets.UTF_8);
      TreeSet<String> first = new TreeSet<>();
      ours.match(event).forEach(rule -> first.add(rule.header().id()));
      TreeSet<String> second = new TreeSet<>(ruler.rulesForJSONEvent(text));
      if (!first.equals(second)) {
        return Optional.of("RuleSet " + first + ", event-ruler " + second + ": " + text);
      }
    }
    return Optional.empty();
  }
}
