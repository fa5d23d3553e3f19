package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads rule files as the Sigma specification 2.1 writes them: detection rules, correlations and
 * filters, any number in a file. Strict: what it does not understand is a problem with its place,
 * never left out in silence.
 */
public final class SigmaParser {
  private final YamlSource source;
  private final HeaderParser headers;
  private final Map<String, List<String>> lists;

  private SigmaParser(String file, Map<String, List<String>> lists) {
    this.source = new YamlSource(file);
    this.headers = new HeaderParser(file, source);
    this.lists = lists;
  }

  /**
   * Reads every document of a file and notes everything that is wrong; never throws for what stands
   * in it.
   *
   * @param file the name to report problems under
   * @param text the file's YAML, of any origin
   * @param lists what the placeholders of the modifier {@code expand} stand for, by name
   */
  public static SigmaFile read(String file, String text, Map<String, List<String>> lists) {
    return new SigmaParser(file, lists).read(file, text);
  }

  /**
   * Reads the detection rules of a file.
   *
   * @throws SigmaException for the first error
   */
  public static List<SigmaRule> parse(String file, String text) {
    SigmaFile read = read(file, text, Map.of());
    read.problems().stream()
        .filter(SigmaProblem::isError)
        .findFirst()
        .ifPresent(
            problem -> {
              throw new SigmaException(problem);
            });
    return read.documents().stream()
        .filter(SigmaRule.class::isInstance)
        .map(SigmaRule.class::cast)
        .toList();
  }

  private SigmaFile read(String file, String text) {
    List<SigmaDocument> documents = new ArrayList<>();
    List<Node> nodes = source.attempt(() -> source.documents(text));
    for (Node node : nodes == null ? List.<Node>of() : nodes) {
      int before = errors();
      SigmaDocument document = source.attempt(() -> document(node));
      if (document != null && errors() == before) {
        documents.add(document);
      }
    }
    if (nodes != null && nodes.isEmpty()) {
      source
          .problems()
          .add(SigmaProblem.error(file, 1, 1, "empty", "the file holds no rule", "remove it"));
    }
    List<SigmaProblem> problems = new ArrayList<>(source.problems());
    problems.sort(
        Comparator.comparingInt(SigmaProblem::line).thenComparingInt(SigmaProblem::column));
    return new SigmaFile(file, documents, problems);
  }

  private int errors() {
    return (int) source.problems().stream().filter(SigmaProblem::isError).count();
  }

  private @Nullable SigmaDocument document(Node node) {
    Map<String, Node> entries = source.mapping(node, "a rule");
    if (entries.containsKey("action")) {
      throw source.problem(
          node,
          "action-document",
          "rule collections with 'action' (global, reset, repeat) are not part of Sigma 2",
          "write what the rules share into each of them");
    }
    long kinds =
        List.of("detection", "correlation", "filter").stream().filter(entries::containsKey).count();
    if (kinds > 1) {
      throw source.problem(
          node,
          "document-kind",
          "a document holds a detection, a correlation or a filter, not several",
          "separate them by '---'");
    }
    if (entries.containsKey("correlation")) {
      return new CorrelationParser(source, headers).parse(node, entries);
    }
    return entries.containsKey("filter") ? filter(node, entries) : rule(node, entries);
  }

  private @Nullable SigmaRule rule(Node node, Map<String, Node> entries) {
    SigmaDocument.Header header = headers.parse(node, entries, HeaderParser.RULE);
    LogSource logSource =
        source.attempt(() -> logSource(source.required(node, entries, "logsource")));
    DetectionParser parser = new DetectionParser(source, lists);
    Detection detection =
        source.attempt(
            () -> {
              Node section = source.required(node, entries, "detection");
              return parser.parse(section, source.mapping(section, "detection"));
            });
    return header == null || logSource == null || detection == null
        ? null
        : new SigmaRule(header, logSource, detection, parser.fields());
  }

  private @Nullable SigmaFilter filter(Node node, Map<String, Node> entries) {
    SigmaDocument.Header header = headers.parse(node, entries, HeaderParser.FILTER);
    LogSource logSource =
        source.attempt(() -> logSource(source.required(node, entries, "logsource")));
    Node section = Objects.requireNonNull(entries.get("filter"));
    Map<String, Node> parts = new LinkedHashMap<>(source.mapping(section, "filter"));
    Node rules = source.required(section, parts, "rules");
    parts.remove("rules");
    List<String> named = source.texts(rules, "rules");
    if (named.isEmpty()) {
      throw source.problem(
          rules, "value", "a filter names the rules it is for", "write 'rules: any' for all");
    }
    DetectionParser parser = new DetectionParser(source, lists);
    Detection detection = source.attempt(() -> parser.parse(section, parts));
    if (detection instanceof Detection.Named) {
      source.warn(
          Objects.requireNonNull(parts.get("condition")),
          "filter-keeps",
          "this filter lets its rules match only where the search identifier does",
          "write 'not " + ((Detection.Named) detection).name() + "' to leave those events out");
    }
    boolean any = named.equals(List.of("any"));
    return header == null || logSource == null || detection == null
        ? null
        : new SigmaFilter(header, logSource, any ? List.of() : named, detection, parser.fields());
  }

  private LogSource logSource(Node node) {
    Map<String, Node> entries = source.mapping(node, "logsource");
    LogSource logSource =
        new LogSource(
            nullable(entries, "category"),
            nullable(entries, "product"),
            nullable(entries, "service"));
    if (logSource.equals(new LogSource(null, null, null))) {
      throw source.problem(
          node, "missing", "logsource needs a category, a product or a service", "");
    }
    Set<String> standard = new HashSet<>(Set.of("category", "product", "service", "definition"));
    headers.refuseMisspelt(entries, standard);
    return logSource;
  }

  private @Nullable String nullable(Map<String, Node> entries, String key) {
    Node node = entries.get(key);
    return node == null ? null : source.text(node, key);
  }
}
