package dev.tokenresponder.respond;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.LogSource;
import dev.tokenresponder.sigma.Renaming;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the community's rules name the sources whose raw records we hand them: the table {@code
 * log-sources.yml}, which {@code docs/log-sources.md} shows.
 */
public final class LogSources {
  /** What rules over the token taxonomy say. */
  static final LogSource TOKEN = new LogSource("token", null, null);

  private static final String TABLE = "log-sources.yml";
  private static final Map<String, List<Entry>> BY_SOURCE = load();

  private LogSources() {}

  /**
   * One line of the table.
   *
   * @param when fields, with values, by which the records of this log source are told from others
   *     of the same source; empty when all are meant
   * @param fields the record's names for fields that rules call otherwise
   */
  public record Entry(
      @Nullable String category,
      @Nullable String product,
      @Nullable String service,
      @Nullable Map<String, String> when,
      @Nullable Map<String, String> fields) {

    LogSource logSource() {
      return new LogSource(category, product, service);
    }

    /** What the rule demands of a record of this source. */
    Detection detection(SigmaRule rule) {
      Detection renamed =
          new Renaming(Objects.requireNonNullElse(fields, Map.of())).apply(rule.detection());
      return when == null ? renamed : new Detection.AllOf(List.of(kind(when), renamed));
    }

    private static Detection kind(Map<String, String> when) {
      StringBuilder selection = new StringBuilder("{");
      when.forEach(
          (field, value) ->
              selection.append("'").append(field).append("': '").append(value).append("', "));
      return SigmaParser.parse(
              TABLE,
              "{title: kind, id: kind, level: low, logsource: {category: any}, detection:"
                  + " {kind: "
                  + selection
                  + "}, condition: kind}}")
          .get(0)
          .detection();
    }
  }

  /** The whole table, by source. */
  public static Map<String, List<Entry>> table() {
    return BY_SOURCE;
  }

  static boolean readsTokens(SigmaRule rule) {
    return TOKEN.category().equals(rule.logSource().category());
  }

  /**
   * What the rule demands of a raw record of the source; one detection for each log source that
   * both name, none when the rule is not meant for it.
   */
  static List<Detection> detections(SigmaRule rule, String source) {
    List<Detection> detections = new ArrayList<>();
    for (Entry entry : BY_SOURCE.getOrDefault(source, List.of())) {
      if (rule.logSource().covers(entry.logSource())) {
        detections.add(entry.detection(rule));
      }
    }
    return detections;
  }

  private static Map<String, List<Entry>> load() {
    try (InputStream in = LogSources.class.getClassLoader().getResourceAsStream(TABLE)) {
      return YAMLMapper.builder(new YAMLFactory())
          .build()
          .readValue(Objects.requireNonNull(in), new TypeReference<Map<String, List<Entry>>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
