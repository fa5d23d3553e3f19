package dev.tokenresponder.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.cli.output.Safe;
import dev.tokenresponder.cli.output.Style;
import dev.tokenresponder.respond.Rule;
import dev.tokenresponder.sigma.SigmaRule;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints one line for each rule. */
@Command(name = "list", description = "List rules: level, log source, id, title, response.")
final class RulesListCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private RuleSelection selection = new RuleSelection();
  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    boolean colour = Style.colours(System.getenv());
    for (Rule rule : selection.book().rules()) {
      if (format.isText()) {
        System.out.printf(
            "%s %-20s %s  %s%s%n",
            Style.of(rule.finding().level())
                .paint("%-13s".formatted(rule.finding().level().label()), colour),
            logSource(rule),
            Safe.text(rule.sigma().id()),
            Safe.text(rule.sigma().title()),
            rule.finding().response().isEmpty() ? "" : "  → " + rule.finding().response());
      } else {
        System.out.println(json(rule));
      }
    }
    System.out.flush();
    return 0;
  }

  private static String logSource(Rule rule) {
    return rule.sigma() instanceof SigmaRule sigma
        ? Safe.text(sigma.logSource().toString())
        : "correlation";
  }

  private static ObjectNode json(Rule rule) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", rule.sigma().id());
    node.put("title", rule.sigma().title());
    node.put("level", rule.finding().level().label());
    node.put("log_source", logSource(rule));
    node.set("tags", MAPPER.valueToTree(rule.sigma().tags()));
    node.set("response", MAPPER.valueToTree(rule.finding().response()));
    node.put("tests", rule.tests().size());
    node.put("file", rule.sigma().file());
    return node;
  }
}
