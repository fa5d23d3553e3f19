package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
  private static final Path EVENTS = Path.of("../events");
  private static final Path STOLEN = EVENTS.resolve("aws.cloudtrail/stolen-instance-session.json");

  @TempDir Path folder;

  @Test
  void a_match_is_one_line_with_every_field_of_the_contract() {
    Cli run = Cli.run("evaluate", "--format", "ndjson", STOLEN.toString());

    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(1);
    JsonNode line = run.lines().get(0);
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "index", "file", "event_id", "source", "time", "status", "event", "findings", "plan");
    assertThat(line.path("status").asText()).isEqualTo("matched");
    assertThat(line.at("/event").fieldNames())
        .toIterable()
        .containsExactly("activity", "actor", "source_ip", "credential");
    assertThat(line.at("/findings/0").fieldNames())
        .toIterable()
        .containsExactly("rule", "title", "level");
    assertThat(line.at("/plan/0/action").asText()).isEqualTo("revoke-role-session");
    assertThat(line.at("/plan/0/mode").asText()).isEqualTo("monitor");
    assertThat(run.err()).contains("1 records in 1 files: 1 matched");
  }

  @Test
  void correlated_events_are_judged_in_order_and_each_by_itself_when_isolated() throws IOException {
    String rule =
        """
        title: Failed call
        id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
        name: failed
        level: low
        logsource: {product: aws, service: cloudtrail}
        detection: {selection: {errorCode: AccessDenied}, condition: selection}
        ---
        title: Many failed calls
        id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d12
        level: medium
        correlation:
          type: event_count
          rules: [failed]
          group-by: [userIdentity.accountId]
          timespan: 5m
          condition: {gte: 3}
        """;
    Files.writeString(folder.resolve("many.yml"), rule);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      events.append(
          """
          {"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"GetObject",\
          "eventID":"e%d","eventTime":"2026-11-25T00:0%d:00Z","errorCode":"AccessDenied",\
          "userIdentity":{"type":"AWSAccount","accountId":"111122223333"}}
          """
              .formatted(i, i));
    }
    String[] options = {"--no-builtin-rules", "--rules", folder.toString(), "-"};

    Cli together = Cli.runWith(events.toString(), with("evaluate", options));
    Cli isolated = Cli.runWith(events.toString(), with("evaluate", options, "--isolated"));

    assertThat(together.lines())
        .extracting(
            line -> line.path("index").asInt(), line -> line.at("/findings/0/title").asText())
        .containsExactly(org.assertj.core.groups.Tuple.tuple(2, "Many failed calls"));
    assertThat(isolated.lines()).isEmpty();
  }

  private static String[] with(String command, String[] options, String... more) {
    List<String> all = new java.util.ArrayList<>(List.of(command));
    all.addAll(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void with_all_every_record_has_a_line_in_order() {
    Cli run = Cli.run("evaluate", "--all", "--format", "ndjson", EVENTS.toString());

    assertThat(run.code()).as("two samples are malformed").isEqualTo(1);
    assertThat(run.lines())
        .extracting(line -> line.path("status").asText())
        .contains("matched", "clear", "ignored", "malformed");
    assertThat(run.lines()).hasSizeGreaterThan(60);
    assertThat(run.out()).doesNotContain("MUST-NOT-LEAK");
  }

  @Test
  void one_poison_record_costs_only_itself_and_shows_in_the_exit_code() throws IOException {
    Path file = folder.resolve("batch.json");
    String stolen = Files.readString(STOLEN);
    Files.writeString(
        file,
        "[" + stolen + ",{\"eventID\":\"e\",\"eventSource\":1,\"eventName\":2}," + stolen + "]");

    Cli run = Cli.run("evaluate", "--all", "--format", "ndjson", file.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.lines())
        .extracting(line -> line.path("status").asText())
        .containsExactly("matched", "malformed", "matched");
    assertThat(run.lines()).extracting(line -> line.path("index").asInt()).containsExactly(0, 1, 2);
    assertThat(run.lines().get(1).path("reason").asText()).contains("must be a string");
    assertThat(run.err()).contains("batch.json[1]: malformed");
  }

  @Test
  void gzip_standard_input_and_json_lines_are_read() throws IOException {
    String line = Files.readString(STOLEN).replace("\n", " ");
    Path gz = folder.resolve("events.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write((line + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(Cli.run("evaluate", "--format", "ndjson", folder.toString()).lines()).hasSize(2);
    assertThat(Cli.runWith(line, "evaluate", "--format", "ndjson", "-").lines()).hasSize(1);
  }

  @Test
  void what_cannot_be_opened_is_said_and_the_rest_is_read() {
    Cli run =
        Cli.run(
            "evaluate", "--format", "ndjson", folder.resolve("none").toString(), STOLEN.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.lines()).hasSize(1);
    assertThat(run.err()).contains("cannot be opened");
  }

  @Test
  void truncated_gzip_is_unreadable_and_not_silent() throws IOException {
    Path gz = folder.resolve("cut.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(Files.readAllBytes(STOLEN));
    }
    byte[] bytes = Files.readAllBytes(gz);
    Files.write(gz, Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(Cli.run("evaluate", gz.toString()).code()).isEqualTo(1);
  }

  @Test
  void an_exempt_principal_shows_as_refused_in_the_plan() throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(
        policy, "{version: 1, exemptions: [{arn: 'arn:aws:iam::111122223333:role/app-server'}]}");

    Cli run =
        Cli.run("evaluate", "--format", "ndjson", "--policy", policy.toString(), STOLEN.toString());

    assertThat(run.lines().get(0).at("/plan/0/mode").asText()).isEqualTo("refused");
  }

  @Test
  void a_trusted_network_makes_the_event_clear() throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "{version: 1, trusted_networks: [203.0.113.0/24]}");

    assertThat(
            Cli.run(
                    "evaluate",
                    "--format",
                    "ndjson",
                    "--policy",
                    policy.toString(),
                    STOLEN.toString())
                .lines())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate",
        "evaluate --format xml FILE",
        "evaluate --source aws.nothing FILE",
        "evaluate --rules /no/such/folder FILE",
        "evaluate --policy /no/such/file FILE",
        "evaluate --no-such-option FILE",
        "no-such-command"
      })
  void wrong_usage_is_exit_code_two_with_a_message(String command) {
    Cli run = Cli.run(command.replace("FILE", STOLEN.toString()).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_broken_rule_stops_the_start_with_file_and_line() throws IOException {
    Files.writeString(
        folder.resolve("broken.yml"),
        "title: x\nlogsource: {product: aws}\ndetection:\n  s: {a|nope: b}\n  condition: s\n");

    Cli run = Cli.run("evaluate", "--rules", folder.toString(), STOLEN.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("broken.yml:4:", "unknown modifier 'nope'");
  }

  @Test
  void text_is_for_people_and_carries_no_colour_off_a_terminal() {
    Cli run = Cli.run("evaluate", "--format", "text", STOLEN.toString());

    assertThat(run.out()).contains("critical", "revoke-role-session").doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "evaluate --help", "respond --help", "--version", "help respond"})
  void help_is_there(String command) {
    Cli run = Cli.run(command.split(" "));

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("token-responder");
  }

  /** Attacks that others recorded, where they are at hand beside this project. */
  @Test
  void recorded_attacks_are_read_without_a_malformed_record() throws IOException {
    Path logs = Path.of("../../shared/data/stratus/detonation-logs");
    Assumptions.assumeTrue(Files.isDirectory(logs), "no recorded attacks beside the project");

    Cli run = Cli.run("evaluate", "--format", "ndjson", logs.toString());

    assertThat(run.code()).isZero();
    List<String> scenarios =
        run.lines().stream()
            .map(line -> Path.of(line.path("file").asText()).getFileName().toString())
            .distinct()
            .toList();
    assertThat(scenarios)
        .contains(
            "aws.credential-access.ec2-steal-instance-credentials.json",
            "aws.persistence.iam-backdoor-role.json",
            "aws.persistence.iam-backdoor-user.json",
            "aws.persistence.iam-create-admin-user.json",
            "aws.persistence.iam-create-backdoor-role.json",
            "aws.persistence.iam-create-user-login-profile.json",
            "aws.persistence.rolesanywhere-create-trust-anchor.json");
  }
}
