package dev.tokenresponder.respond;

import dev.tokenresponder.context.TokenFields;
import dev.tokenresponder.event.Finding;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.policy.Playbooks;
import dev.tokenresponder.sigma.SigmaException;
import dev.tokenresponder.sigma.SigmaProblem;
import dev.tokenresponder.sigma.SigmaRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma rule with what the two custom attributes add: {@code response:} and {@code tests:}.
 *
 * @param finding what it reports when it matches
 */
public record Rule(SigmaRule sigma, Finding finding, List<RuleTest> tests) {

  public Rule {
    tests = List.copyOf(tests);
  }

  /**
   * Checks a rule and completes it.
   *
   * @throws SigmaException for a field outside the taxonomy, an unknown response or a broken test
   */
  static Rule of(SigmaRule sigma, Playbooks playbooks) {
    if (LogSources.TOKEN.category().equals(sigma.logSource().category())) {
      if (!LogSources.TOKEN.equals(sigma.logSource())) {
        throw problem(sigma, "logsource: beside category token, product and service never match");
      }
      TreeSet<String> unknown = new TreeSet<>(sigma.fields());
      unknown.removeAll(TokenFields.NAMES);
      if (!unknown.isEmpty()) {
        throw problem(sigma, "the token taxonomy has no field " + unknown);
      }
    }
    List<String> response = response(sigma);
    for (String name : response) {
      if (!playbooks.knows(name)) {
        throw problem(sigma, "response: there is no action or playbook '" + name + "'");
      }
    }
    Level level = Level.of(sigma.level()).orElseThrow();
    return new Rule(
        sigma, new Finding(sigma.id(), sigma.title(), level, sigma.tags(), response), tests(sigma));
  }

  private static List<String> response(SigmaRule sigma) {
    Object response = sigma.custom().get("response");
    if (response == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Object name : response instanceof List<?> list ? list : List.of(response)) {
      if (!(name instanceof String text)) {
        throw problem(sigma, "response must be a playbook name or a list of action names");
      }
      names.add(text);
    }
    return names;
  }

  private static List<RuleTest> tests(SigmaRule sigma) {
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

  private static RuleTest test(SigmaRule sigma, @Nullable Object element) {
    if (element instanceof Map<?, ?> map
        && map.get("name") instanceof String name
        && map.get("match") instanceof Boolean match
        && map.get("event") instanceof Map<?, ?> event) {
      return new RuleTest(name, match, event);
    }
    throw problem(sigma, "each test needs a name, match: true or false, and an event");
  }

  private static SigmaException problem(SigmaRule sigma, String message) {
    return new SigmaException(new SigmaProblem(sigma.file(), sigma.line(), 1, message));
  }
}
