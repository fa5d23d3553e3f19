package dev.tokenresponder.respond;

import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.policy.Playbooks;
import dev.tokenresponder.sigma.SigmaDocument;
import dev.tokenresponder.sigma.SigmaException;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.SigmaRule;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma rule or correlation with what the two custom attributes add: {@code response:} and {@code
 * tests:}.
 *
 * @param finding what it reports when it matches
 */
public record Rule(SigmaDocument sigma, Finding finding, List<RuleTest> tests) {

  public Rule {
    tests = List.copyOf(tests);
  }

  /**
   * Checks a rule and completes it.
   *
   * @throws SigmaException for a field outside the taxonomy, an unknown response or a broken test
   */
  static Rule of(SigmaDocument sigma, Playbooks playbooks) {
    if (sigma instanceof SigmaRule rule && LogSources.readsTokens(rule)) {
      checkTaxonomy(rule);
    }
    List<String> response = response(sigma);
    for (String name : response) {
      if (!playbooks.knows(name)) {
        throw problem(sigma, "response", "response: there is no action or playbook '" + name + "'");
      }
    }
    Level level = Level.of(sigma.level()).orElseThrow();
    Finding finding = new Finding(sigma.id(), sigma.title(), level, sigma.tags(), response, null);
    return new Rule(sigma, finding, tests(sigma));
  }

  private static void checkTaxonomy(SigmaRule rule) {
    if (!LogSources.TOKEN.equals(rule.logSource())) {
      throw problem(
          rule, "logsource", "logsource: beside category token, product and service never match");
    }
    TreeSet<String> unknown = new TreeSet<>(rule.fields());
    unknown.removeAll(TokenFields.NAMES);
    if (!unknown.isEmpty()) {
      throw problem(rule, "unknown-field", "the token taxonomy has no field " + unknown);
    }
  }

  private static List<String> response(SigmaDocument sigma) {
    Object response = sigma.custom().get("response");
    if (response == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Object name : response instanceof List<?> list ? list : List.of(response)) {
      if (!(name instanceof String text)) {
        throw problem(
            sigma, "response", "response must be a playbook name or a list of action names");
      }
      names.add(text);
    }
    return names;
  }

  private static List<RuleTest> tests(SigmaDocument sigma) {
    List<RuleTest> tests = new ArrayList<>();
    Object declared = sigma.custom().get("tests");
    if (declared == null) {
      return tests;
    }
    for (Object element : declared instanceof List<?> list ? list : List.of(declared)) {
      tests.add(test(sigma, element));
    }
    return tests;
  }

  private static RuleTest test(SigmaDocument sigma, @Nullable Object element) {
    if (element instanceof Map<?, ?> map
        && map.get("name") instanceof String name
        && map.get("match") instanceof Boolean match) {
      if (map.get("event") instanceof Map<?, ?> event) {
        return new RuleTest(name, match, List.of(new RuleTest.Step(Duration.ZERO, event)));
      }
      if (map.get("events") instanceof List<?> events && !(sigma instanceof SigmaRule)) {
        return new RuleTest(name, match, events.stream().map(step -> step(sigma, step)).toList());
      }
    }
    throw problem(
        sigma,
        "tests",
        sigma instanceof SigmaRule
            ? "each test needs a name, match: true or false, and an event"
            : "each test needs a name, match: true or false, and events, each with after and event");
  }

  private static RuleTest.Step step(SigmaDocument sigma, @Nullable Object element) {
    if (element instanceof Map<?, ?> map && map.get("event") instanceof Map<?, ?> event) {
      Object after = map.containsKey("after") ? map.get("after") : "PT0S";
      try {
        return new RuleTest.Step(Duration.parse(String.valueOf(after)), event);
      } catch (DateTimeParseException e) {
        throw problem(sigma, "tests", "'after' must be a duration such as PT5M");
      }
    }
    throw problem(sigma, "tests", "each of 'events' needs an event");
  }

  private static SigmaException problem(SigmaDocument sigma, String code, String message) {
    return new SigmaException(SigmaProblem.error(sigma.file(), sigma.line(), 1, code, message, ""));
  }
}
