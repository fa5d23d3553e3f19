package dev.tokenresponder.cli.output;

import dev.tokenresponder.respond.Rule;
import dev.tokenresponder.sigma.SigmaRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue of rules as a page of Markdown: a table for each folder, the gravest first. */
public final class RulePage {
  private static final Pattern TECHNIQUE = Pattern.compile("attack\\.(t[0-9]{4}(?:\\.[0-9]{3})?)");
  private static final Pattern WHY = Pattern.compile("Why: (.*?[.!?])(?: [A-Z]|$)");

  private RulePage() {}

  /** The page. */
  public static String of(List<Rule> rules) {
    StringBuilder page =
        new StringBuilder(
            "# The rules\n\nMade by `bin/token-responder rules catalogue`; a test keeps it current.\n"
                + "What is benign about each, and what to do, stands in its file.\n");
    Map<String, List<Rule>> folders = new TreeMap<>();
    for (Rule rule : rules) {
      folders.computeIfAbsent(folder(rule.sigma().file()), f -> new ArrayList<>()).add(rule);
    }
    page.append("\n| folder | rules |\n|---|--:|\n");
    folders.forEach((folder, list) -> page.append(row(link(folder), "" + list.size())));
    page.append(row("all", "" + rules.size()));
    folders.forEach((folder, list) -> section(page, folder, list));
    return page.toString();
  }

  private static String link(String folder) {
    return "[" + folder + "](#" + folder + ")";
  }

  private static void section(StringBuilder page, String folder, List<Rule> rules) {
    page.append("\n## ").append(folder).append("\n\n");
    page.append(
        "| rule | why | source | level | techniques | response |\n|---|---|---|---|---|---|\n");
    rules.stream()
        .sorted(
            Comparator.comparing((Rule rule) -> rule.finding().level())
                .reversed()
                .thenComparing(rule -> rule.sigma().title()))
        .forEach(rule -> page.append(row(rule)));
  }

  private static String row(Rule rule) {
    List<String> response = rule.finding().response();
    return row(
        rule.sigma().title(),
        why(rule),
        source(rule),
        rule.finding().level().label(),
        String.join(" ", techniques(rule)),
        response.isEmpty() ? "—" : String.join(", ", response));
  }

  private static String row(String... cells) {
    List<String> escaped = new ArrayList<>();
    for (String cell : cells) {
      escaped.add(cell.replace("|", "\\|"));
    }
    return "| " + String.join(" | ", escaped) + " |\n";
  }

  private static String why(Rule rule) {
    Matcher why = WHY.matcher(rule.sigma().description().replaceAll("\\s+", " "));
    return why.find() ? why.group(1) : "";
  }

  private static String source(Rule rule) {
    return rule.sigma() instanceof SigmaRule sigma ? sigma.logSource().toString() : "correlation";
  }

  private static List<String> techniques(Rule rule) {
    List<String> techniques = new ArrayList<>();
    for (String tag : rule.sigma().tags()) {
      Matcher technique = TECHNIQUE.matcher(tag);
      if (technique.matches()) {
        techniques.add(technique.group(1).toUpperCase(Locale.ROOT));
      }
    }
    return techniques;
  }

  private static String folder(String file) {
    String[] parts = file.replace('\\', '/').split("/");
    return parts.length < 2 ? "rules" : parts[parts.length - 2];
  }
}
