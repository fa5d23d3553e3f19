package dev.tokenresponder.benchmarks;

import dev.tokenresponder.benchmarks.workload.Rule;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaRule;
import dev.tokenresponder.sigma.engine.RuleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.event.ruler.Machine;

/** Makes both engines ready. */
final class Engines {
  private Engines() {}

  static RuleSet<SigmaRule> ours(List<Rule> rules) {
    return load(rules.stream().map(Rule::sigma).toList());
  }

  /**
   * Parses and compiles.
   *
   * @param texts a rule file each
   */
  static RuleSet<SigmaRule> load(List<String> texts) {
    List<SigmaRule> rules = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      rules.addAll(SigmaParser.parse("rule-" + i + ".yml", texts.get(i)));
    }
    return RuleSet.of(rules, SigmaRule::detection, Json::read);
  }

  static Machine ruler(List<Rule> rules) {
    return ruler(rules, Rule::ruler);
  }

  static Machine ruler(List<Rule> rules, Function<Rule, String> pattern) {
    Machine machine = Machine.builder().build();
    try {
      for (Rule rule : rules) {
        machine.addRule(rule.id(), pattern.apply(rule));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return machine;
  }
}
