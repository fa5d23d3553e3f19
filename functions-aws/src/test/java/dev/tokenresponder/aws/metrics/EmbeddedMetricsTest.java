package dev.tokenresponder.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tokenresponder.action.ActionOutcome.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:05.250Z");

  private final List<String> lines = new ArrayList<>();
  private final EmbeddedMetrics metrics =
      new EmbeddedMetrics("token-responder", Clock.fixed(NOW, ZoneOffset.UTC), lines::add);

  @Test
  void an_action_is_counted_by_how_it_ended() {
    metrics.ended(Status.HELD);

    assertThat(lines)
        .containsExactly(
            "{\"_aws\":{\"Timestamp\":1786356005250,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"token-responder\",\"Dimensions\":[[\"Status\"]],\"Metrics\":[{\"Name\":"
                + "\"Actions\",\"Unit\":\"Count\"}]}]},\"Status\":\"held\",\"Actions\":1}");
  }

  @Test
  void the_time_to_contain_is_in_seconds_and_of_all_functions() throws IOException {
    metrics.contained(Duration.ofMillis(5250));

    JsonNode line = read(lines.get(0));
    assertThat(line.path("TimeToContain").asDouble()).isEqualTo(5.25);
    assertThat(directive(line).at("/Metrics/0/Unit").asText()).isEqualTo("Seconds");
    assertThat(directive(line).path("Dimensions")).hasToString("[[]]");
  }

  @Test
  void an_event_is_counted_and_its_age_given_by_its_source() throws IOException {
    metrics.judged("aws.cloudtrail", Duration.ofSeconds(7));

    JsonNode line = read(lines.get(0));
    assertThat(line.path("Source").asText()).isEqualTo("aws.cloudtrail");
    assertThat(line.path("EventsJudged").asInt()).isEqualTo(1);
    assertThat(line.path("EventAge").asDouble()).isEqualTo(7);
  }

  @Test
  void every_line_is_a_document_that_cloudwatch_takes() throws IOException {
    metrics.judged("aws.cloudtrail", Duration.ZERO);
    metrics.opened();
    for (Status status : Status.values()) {
      metrics.ended(status);
    }
    metrics.contained(Duration.ofDays(400));

    Schema schema = schema();
    assertThat(lines).hasSize(3 + Status.values().length);
    for (String line : lines) {
      assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
      assertThat(line).doesNotContain("\n");
      JsonNode root = read(line);
      for (JsonNode name : directive(root).at("/Dimensions/0")) {
        assertThat(root.path(name.asText()).isTextual()).as(line).isTrue();
      }
      for (JsonNode metric : directive(root).path("Metrics")) {
        assertThat(root.path(metric.path("Name").asText()).isNumber()).as(line).isTrue();
      }
    }
  }

  @Test
  void what_cloudwatch_would_not_take_is_noticed() throws IOException {
    metrics.opened();
    String line = lines.get(0);

    for (String wrong :
        List.of(
            line.replace("\"Count\"", "\"Times\""),
            line.replace("\"Namespace\"", "\"namespace\""),
            line.replace("1786356005250", "\"now\""),
            line.replace("[[]]", "[]"),
            line.replace("_aws", "aws"))) {
      assertThat(schema().validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
    }
  }

  @Test
  void what_alarms_and_charts_look_at_is_written() throws IOException {
    metrics.judged("aws.cloudtrail", Duration.ZERO);
    metrics.opened();
    metrics.ended(Status.DONE);
    metrics.contained(Duration.ZERO);
    Set<String> written = new HashSet<>();
    for (String line : lines) {
      written.addAll(directive(read(line)).path("Metrics").findValuesAsText("Name"));
    }

    assertThat(named("alarms.tf", "= local\\.metrics\\s+metric\\s+= \"(\\w+)\""))
        .containsExactlyInAnyOrder("Actions", "TimeToContain", "EventAge")
        .isSubsetOf(written);
    assertThat(named("dashboard.tf", "\\[local\\.metrics, \"(\\w+)\""))
        .containsExactlyInAnyOrder("Actions", "TimeToContain", "EventAge", "Incidents")
        .isSubsetOf(written);
  }

  private static List<String> named(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of("../infra/aws", file)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static JsonNode read(String line) throws JsonProcessingException {
    return new ObjectMapper().readTree(line);
  }

  private static JsonNode directive(JsonNode line) {
    assertThat(line.at("/_aws/CloudWatchMetrics")).hasSize(1);
    return line.at("/_aws/CloudWatchMetrics/0");
  }

  private static Schema schema() throws IOException {
    try (InputStream schema =
        EmbeddedMetricsTest.class.getResourceAsStream("/embedded-metric-format.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }
}
