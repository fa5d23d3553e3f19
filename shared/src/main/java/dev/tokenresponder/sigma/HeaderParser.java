package dev.tokenresponder.sigma;

import dev.tokenresponder.sigma.SigmaDocument.Header;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads and checks the attributes that all kinds of documents share, by the JSON schemas. */
final class HeaderParser {
  private static final Set<String> SHARED =
      Set.of(
          "title",
          "id",
          "name",
          "related",
          "taxonomy",
          "status",
          "description",
          "license",
          "author",
          "references",
          "date",
          "modified",
          "falsepositives",
          "level",
          "tags");
  static final Set<String> RULE = with("logsource", "detection", "fields", "scope");
  static final Set<String> CORRELATION = with("correlation", "generate", "fields", "scope");
  static final Set<String> FILTER = with("logsource", "filter");

  private static final List<String> LEVELS =
      List.of("informational", "low", "medium", "high", "critical");
  private static final List<String> STATUSES =
      List.of("stable", "test", "experimental", "deprecated", "unsupported");
  private static final List<String> RELATIONS =
      List.of("derived", "obsolete", "merged", "renamed", "similar", "correlation");
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-(0[1-9]|1[012])-([012]\\d|3[01])");
  private static final Pattern TAG = Pattern.compile("[a-z0-9_-]+\\.[a-z0-9._-]+");
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_DESCRIPTION = 65_535;

  private final String file;
  private final YamlSource source;

  HeaderParser(String file, YamlSource source) {
    this.file = file;
    this.source = source;
  }

  private static Set<String> with(String... more) {
    Set<String> all = new HashSet<>(SHARED);
    all.addAll(Set.of(more));
    return Set.copyOf(all);
  }

  /**
   * Reads the header of a document.
   *
   * @param standard the names of the attributes that this kind of document has
   * @return null when it has no title; every problem is noted
   */
  @Nullable Header parse(Node document, Map<String, Node> entries, Set<String> standard) {
    int line = document.getStartMark().getLine() + 1;
    String title = source.attempt(() -> title(source.required(document, entries, "title")));
    source.attempt(
        () -> {
          refuseMisspelt(entries, standard);
          return title;
        });
    String id = value(entries, "id");
    if (id == null) {
      source.warn(document, "no-id", "the document has no id", "give it a random UUID");
    } else if (!UUID.matcher(id).matches()) {
      warn(entries, "id", "id-format", "'" + id + "' is not a UUID");
    }
    checkTexts(entries);
    oneOf(entries, "status", STATUSES);
    related(entries.get("related"));
    boolean filter = entries.containsKey("filter");
    String level = oneOf(entries, "level", LEVELS);
    if (level == null && !filter && !entries.containsKey("level")) {
      source.warn(document, "no-level", "the document has no level", "it counts as 'low'");
    }
    List<String> tags = list(entries, "tags");
    for (String tag : tags) {
      if (!TAG.matcher(tag).matches()) {
        warn(entries, "tags", "tag-format", "'" + tag + "' is not a tag like attack.t1550.001");
      }
    }
    Map<String, Object> custom = new LinkedHashMap<>();
    entries.forEach(
        (key, node) -> {
          if (!standard.contains(key)) {
            source.attempt(
                () -> custom.put(key, Objects.requireNonNullElse(source.plain(node), "")));
          }
        });
    String description = value(entries, "description");
    return title == null
        ? null
        : new Header(
            file,
            line,
            id == null ? file + "#" + line : id,
            value(entries, "name"),
            title,
            description == null ? "" : description,
            level == null ? "low" : level,
            tags,
            list(entries, "falsepositives"),
            custom);
  }

  /** An attribute one letter away from a standard one is a slip, not an attribute of one's own. */
  void refuseMisspelt(Map<String, Node> entries, Set<String> standard) {
    entries.forEach(
        (key, node) -> {
          if (!standard.contains(key)) {
            for (String known : standard) {
              if (Spelling.isSlip(key, known)) {
                throw source.problem(
                    node,
                    "unknown-attribute",
                    "'" + key + "' is not an attribute of Sigma",
                    "did you mean '" + known + "'?");
              }
            }
          }
        });
  }

  private String title(Node node) {
    String title = source.text(node, "title");
    if (title.isBlank()) {
      throw source.problem(node, "missing", "'title' is empty", "say what the rule detects");
    }
    if (title.length() > LONGEST_TITLE) {
      source.warn(node, "too-long", "a title has at most " + LONGEST_TITLE + " characters", "");
    }
    return title;
  }

  private void checkTexts(Map<String, Node> entries) {
    for (String key : List.of("name", "taxonomy", "license", "author")) {
      value(entries, key);
    }
    for (String key : List.of("references", "fields", "scope")) {
      list(entries, key);
    }
    for (String key : List.of("date", "modified")) {
      String date = value(entries, key);
      if (date != null && !DATE.matcher(date).matches()) {
        warn(entries, key, "date-format", "'" + date + "' is not a date like 2026-01-31");
      }
    }
    String description = value(entries, "description");
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      warn(entries, "description", "too-long", "the description is too long");
    }
  }

  private void related(@Nullable Node node) {
    for (Node element : node == null ? List.<Node>of() : source.elements(node)) {
      source.attempt(
          () -> {
            Map<String, Node> entries = source.mapping(element, "an entry of 'related'");
            source.allow(entries, Set.of("id", "type"), "related");
            source.text(source.required(element, entries, "id"), "id");
            source.required(element, entries, "type");
            return oneOf(entries, "type", RELATIONS);
          });
    }
  }

  private @Nullable String oneOf(Map<String, Node> entries, String key, List<String> allowed) {
    String text = value(entries, key);
    if (text != null && !allowed.contains(text)) {
      return source.attempt(
          () -> {
            throw source.problem(
                Objects.requireNonNull(entries.get(key)),
                "value",
                key + " '" + text + "' is none of " + allowed,
                "");
          });
    }
    return text;
  }

  private @Nullable String value(Map<String, Node> entries, String key) {
    Node node = entries.get(key);
    return node == null || source.isNull(node)
        ? null
        : source.attempt(() -> source.text(node, key));
  }

  private List<String> list(Map<String, Node> entries, String key) {
    List<String> texts = source.attempt(() -> source.texts(entries.get(key), key));
    return texts == null ? List.of() : texts;
  }

  private void warn(Map<String, Node> entries, String key, String code, String message) {
    source.warn(Objects.requireNonNull(entries.get(key)), code, message, "");
  }
}
