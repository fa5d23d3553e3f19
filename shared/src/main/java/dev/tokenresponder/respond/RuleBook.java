package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.context.Facts;
import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Playbooks;
import dev.tokenresponder.sigma.EventView;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.LogSource;
import dev.tokenresponder.sigma.SigmaException;
import dev.tokenresponder.sigma.SigmaProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rules that are in force. */
public final class RuleBook {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Rule> rules;
  private final Map<String, List<Rule>> raw = new ConcurrentHashMap<>();
  private final List<Rule> token;

  private RuleBook(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    this.token = covering(LogSources.TOKEN);
  }

  /**
   * Reads and checks rules.
   *
   * @param files the text of rule files
   * @param playbooks what the rules' responses may name
   * @throws SigmaException for the first rule that cannot be used, or an id used twice
   */
  public static RuleBook of(List<RuleFile> files, Playbooks playbooks) {
    List<Rule> rules = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (RuleFile file : files) {
      for (Rule rule : file.rules(playbooks)) {
        String other = ids.put(rule.sigma().id(), file.name());
        if (other != null) {
          throw new SigmaException(
              new SigmaProblem(
                  file.name(),
                  rule.sigma().line(),
                  1,
                  "the id " + rule.sigma().id() + " is already used in " + other));
        }
        rules.add(rule);
      }
    }
    return new RuleBook(rules);
  }

  /** Every rule, in the order of reading. */
  public List<Rule> rules() {
    return rules;
  }

  /** The findings in one event: of rules over its raw record, and of rules over the taxonomy. */
  public List<Finding> match(TokenEvent event, JsonNode record, Facts facts) {
    List<Finding> findings = new ArrayList<>();
    List<Rule> forRaw =
        raw.computeIfAbsent(event.source(), source -> covering(LogSources.of(source)));
    collect(forRaw, new JsonView(record), findings);
    collect(token, tokenView(TokenFields.of(event, facts)), findings);
    return findings;
  }

  /** Whether the rule matches the event of one of its tests. */
  public static boolean passes(Rule rule, RuleTest test) {
    return rule.sigma().matches(new JsonView(MAPPER.valueToTree(test.event()))) == test.match();
  }

  private static EventView tokenView(Map<String, Object> fields) {
    return new JsonView(MAPPER.valueToTree(fields));
  }

  private static void collect(List<Rule> rules, EventView view, List<Finding> findings) {
    for (Rule rule : rules) {
      if (rule.sigma().matches(view)) {
        findings.add(rule.finding());
      }
    }
  }

  private List<Rule> covering(LogSource record) {
    return rules.stream().filter(rule -> rule.sigma().logSource().covers(record)).toList();
  }
}
