package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.sigma.Detection;
import dev.tokenresponder.sigma.JsonView;
import dev.tokenresponder.sigma.SigmaParser;
import dev.tokenresponder.sigma.SigmaRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogSourcesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void the_page_shows_the_table() throws IOException {
    List<String> rows = new ArrayList<>();
    LogSources.table().forEach((source, entries) -> entries.forEach(e -> rows.add(row(source, e))));

    assertThat(Files.readAllLines(Path.of("../docs/log-sources.md")))
        .filteredOn(line -> line.startsWith("| `"))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void a_rule_sees_the_records_of_its_log_source_only() {
    SigmaRule cloudTrail = rule("{product: aws, service: cloudtrail}", "eventName: AssumeRole");

    assertThat(LogSources.detections(cloudTrail, "aws.cloudtrail")).hasSize(1);
    assertThat(LogSources.detections(cloudTrail, "aws.guardduty")).isEmpty();
    assertThat(LogSources.detections(cloudTrail, "unheard.of")).isEmpty();
    assertThat(LogSources.detections(rule("{product: aws}", "a: b"), "aws.guardduty")).hasSize(1);
  }

  @Test
  void a_service_is_told_from_others_of_the_same_source_and_fields_have_the_records_names()
      throws IOException {
    SigmaRule rule =
        rule("{product: gcp, service: google_workspace.admin}", "eventName: GRANT_ADMIN_PRIVILEGE");
    Detection detection = LogSources.detections(rule, "workspace.reports").get(0);
    String activity =
        "{'id':{'applicationName':'%s'},'events':[{'name':'GRANT_ADMIN_PRIVILEGE'}]}"
            .replace('\'', '"');

    assertThat(detection.matches(view(activity.formatted("admin")))).isTrue();
    assertThat(detection.matches(view(activity.formatted("login")))).isFalse();
  }

  private static JsonView view(String json) throws IOException {
    return new JsonView(MAPPER.readTree(json));
  }

  private static SigmaRule rule(String logSource, String selection) {
    return SigmaParser.parse(
            "r.yml",
            "{title: t, id: x, level: low, logsource: "
                + logSource
                + ", detection: {selection: {"
                + selection
                + "}, condition: selection}}")
        .get(0);
  }

  private static String row(String source, LogSources.Entry entry) {
    String logSource =
        Stream.of(
                part("category", entry.category()),
                part("product", entry.product()),
                part("service", entry.service()))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    return "| `%s` | %s | %s | %s |"
        .formatted(
            source,
            logSource,
            pairs(entry.when(), "`%s` is `%s`", "all"),
            pairs(entry.fields(), "`%s` → `%s`", "—"));
  }

  private static String part(String name, String value) {
    return value == null ? "" : "`" + name + ": " + value + "`";
  }

  private static String pairs(Map<String, String> pairs, String format, String none) {
    return pairs == null
        ? none
        : pairs.entrySet().stream()
            .map(pair -> format.formatted(pair.getKey(), pair.getValue()))
            .collect(Collectors.joining(", "));
  }
}
