package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads rule files as the Sigma specification 2.1 writes them. Strict: what it does not understand
 * is an error with its place, never left out.
 */
public final class SigmaParser {
  private static final Set<String> LEVELS =
      Set.of("informational", "low", "medium", "high", "critical");
  private static final Set<String> STATUSES =
      Set.of("stable", "test", "experimental", "deprecated", "unsupported");
  private static final Set<String> STANDARD =
      Set.of(
          "title",
          "id",
          "related",
          "name",
          "taxonomy",
          "status",
          "description",
          "license",
          "author",
          "references",
          "date",
          "modified",
          "logsource",
          "detection",
          "fields",
          "falsepositives",
          "level",
          "tags",
          "scope");

  private SigmaParser() {}

  /**
   * Reads every rule of a file.
   *
   * @param file the name to report problems under
   * @param text the file's YAML, of any origin
   * @throws SigmaException for the first problem
   */
  public static List<SigmaRule> parse(String file, String text) {
    YamlSource source = new YamlSource(file);
    List<SigmaRule> rules = new ArrayList<>();
    for (Node document : source.documents(text)) {
      rules.add(rule(file, source, document));
    }
    if (rules.isEmpty()) {
      throw new SigmaException(new SigmaProblem(file, 1, 1, "the file holds no rule"));
    }
    return rules;
  }

  private static SigmaRule rule(String file, YamlSource source, Node document) {
    Map<String, Node> entries = source.mapping(document, "a rule");
    refuseOtherDocuments(source, document, entries);
    String title = source.text(required(source, document, entries, "title"), "title");
    Node detection = required(source, document, entries, "detection");
    DetectionParser parser = new DetectionParser(source);
    Detection compiled = parser.parse(detection);
    oneOf(source, entries.get("status"), "status", STATUSES);
    Map<String, Object> custom = new LinkedHashMap<>();
    entries.forEach(
        (key, node) -> {
          if (!STANDARD.contains(key)) {
            custom.put(key, Objects.requireNonNullElse(source.plain(node), ""));
          }
        });
    int line = document.getStartMark().getLine() + 1;
    return new SigmaRule(
        file,
        line,
        optional(source, entries, "id", file + "#" + line),
        title,
        optional(source, entries, "description", ""),
        Objects.requireNonNullElse(oneOf(source, entries.get("level"), "level", LEVELS), "low"),
        source.texts(entries.get("tags"), "tags"),
        source.texts(entries.get("falsepositives"), "falsepositives"),
        logSource(source, required(source, document, entries, "logsource")),
        parser.fields(),
        custom,
        compiled::matches);
  }

  private static void refuseOtherDocuments(
      YamlSource source, Node document, Map<String, Node> entries) {
    for (String kind : List.of("correlation", "filter", "action")) {
      if (entries.containsKey(kind)) {
        throw source.problem(
            document, "'" + kind + "' documents are not supported; only detection rules are");
      }
    }
  }

  private static LogSource logSource(YamlSource source, Node node) {
    Map<String, Node> entries = source.mapping(node, "logsource");
    LogSource logSource =
        new LogSource(
            nullable(source, entries, "category"),
            nullable(source, entries, "product"),
            nullable(source, entries, "service"));
    if (logSource.equals(new LogSource(null, null, null))) {
      throw source.problem(node, "logsource needs a category, a product or a service");
    }
    return logSource;
  }

  private static Node required(
      YamlSource source, Node document, Map<String, Node> entries, String key) {
    Node node = entries.get(key);
    if (node == null) {
      throw source.problem(document, "'" + key + "' is missing");
    }
    return node;
  }

  private static String optional(
      YamlSource source, Map<String, Node> entries, String key, String otherwise) {
    return Objects.requireNonNullElse(nullable(source, entries, key), otherwise);
  }

  private static @Nullable String nullable(
      YamlSource source, Map<String, Node> entries, String key) {
    Node node = entries.get(key);
    return node == null ? null : source.text(node, key);
  }

  private static @Nullable String oneOf(
      YamlSource source, @Nullable Node node, String key, Set<String> allowed) {
    if (node == null) {
      return null;
    }
    String text = source.text(node, key);
    if (!allowed.contains(text)) {
      throw source.problem(node, key + " '" + text + "' is none of " + allowed);
    }
    return text;
  }
}
