package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
  private static final String GOOD =
      """
      title: A role was assumed
      id: 5d0ea7e8-3b0c-4d3c-8a52-0b8a4f4c8d11
      level: high
      tags: [attack.t1550.001]
      logsource: {product: aws, service: cloudtrail}
      detection:
        selection: {eventName: AssumeRole}
        condition: selection
      tests:
        - {name: it is, match: true, event: {eventName: AssumeRole}}
        - {name: it is not, match: false, event: {eventName: GetUser}}
      """;

  private static final String BROKEN =
      "title: Broken\nlogsource: {product: aws}\ndetection: {s: {a|contain: x}, condition: s}\n";

  @TempDir Path folder;

  @Test
  void the_rules_that_ship_are_listed_pass_their_tests_and_have_no_problem() {
    assertThat(Cli.run("rules", "list").lines())
        .hasSizeGreaterThan(20)
        .allMatch(line -> line.hasNonNull("id") && line.hasNonNull("log_source"));
    assertThat(Cli.run("rules", "test").out()).containsPattern("(?m)^\\d{3,} passed, 0 failed$");
    Cli lint = Cli.run("rules", "lint");
    assertThat(lint.code()).isZero();
    assertThat(lint.err()).contains("0 errors, 0 warnings");
  }

  @Test
  void a_failing_test_is_reported_to_people_and_to_ci() throws Exception {
    write("good.yml", GOOD.replace("match: false", "match: true"));
    Path report = folder.resolve("report.xml");

    Cli run = Cli.run("rules", "test", "--junit", report.toString(), folder.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("FAILED A role was assumed: it is not", "1 passed, 1 failed");
    var xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
  }

  @Test
  void every_problem_has_a_place_a_code_and_a_hint() throws IOException {
    write("broken.yml", BROKEN);

    Cli run = Cli.run("rules", "lint", folder.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("broken.yml:3:", "unknown modifier 'contain'", "[unknown-modifier]", "known are");
    assertThat(run.out()).contains("[no-id]", "[no-level]");
  }

  @Test
  void a_broken_rule_stops_the_start_unless_one_goes_on_without_it() throws IOException {
    write("broken.yml", BROKEN);
    write("good.yml", GOOD);
    String[] evaluate = {"evaluate", "--rules", folder.toString(), "--format", "ndjson", "-"};

    Cli stopped = Cli.runWith("", evaluate);
    Cli going = Cli.runWith("", "evaluate", "--keep-going", "--rules", folder.toString(), "-");

    assertThat(stopped.code()).isEqualTo(2);
    assertThat(stopped.err()).contains("broken.yml:3:", "--keep-going");
    assertThat(going.code()).isZero();
    assertThat(going.err()).contains("left out: ", "broken.yml:3:");
  }

  @Test
  void coverage_counts_techniques_and_writes_a_navigator_layer() throws IOException {
    write("good.yml", GOOD);
    Path layer = folder.resolve("layer.json");

    Cli run = Cli.run("rules", "coverage", "--navigator", layer.toString(), folder.toString());

    assertThat(run.out()).containsPattern("T1550\\.001 +1").containsPattern("aws/cloudtrail +1");
    var technique = new ObjectMapper().readTree(layer.toFile()).at("/techniques/0");
    assertThat(technique.path("techniqueID").asText()).isEqualTo("T1550.001");
    assertThat(technique.path("score").asInt()).isEqualTo(1);
  }

  @Test
  void the_event_pattern_asks_for_what_the_rules_ask_for() throws IOException {
    write("good.yml", GOOD);

    Cli run = Cli.run("rules", "pattern", "--source", "aws.cloudtrail", folder.toString());
    Cli unknown = Cli.run("rules", "pattern", "--source", "gcp.audit", folder.toString());

    assertThat(run.code()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).at("/detail/eventName/0").toString())
        .isEqualTo("{\"equals-ignore-case\":\"assumerole\"}");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("aws.cloudtrail");
  }

  @Test
  void the_log_filter_asks_for_what_the_rules_ask_for() throws IOException {
    write("good.yml", google("protoPayload.methodName|endswith: .SignJwt"));

    Cli run = Cli.run("rules", "filter", "--source", "gcp.audit", folder.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "logName:\"cloudaudit.googleapis.com\" AND\n(protoPayload.methodName:\".signjwt\")\n");
    assertThat(run.err()).contains("characters of at most 20,000");
  }

  @Test
  void a_rule_that_no_filter_can_narrow_down_is_named() throws IOException {
    write("good.yml", google("protoPayload.methodName|re: Sign"));

    Cli run = Cli.run("rules", "filter", folder.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("logName:\"cloudaudit.googleapis.com\"\n");
    assertThat(run.err()).contains("because Cloud Logging cannot narrow down: Tokens signed");
  }

  @Test
  void there_is_no_filter_for_an_unknown_source_or_without_a_rule_about_it() throws IOException {
    write("good.yml", GOOD);

    Cli unknown = Cli.run("rules", "filter", "--source", "aws.cloudtrail", folder.toString());
    Cli none = Cli.run("rules", "filter", "--source", "workspace.audit", folder.toString());

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("gcp.audit", "workspace.audit");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no rule can match an entry of workspace.audit");
  }

  @Test
  void a_filter_that_is_too_long_is_printed_and_said_to_be() throws IOException {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      names.append("'example.long.name.of.method").append(i).append("x', ");
    }
    write("good.yml", google("protoPayload.methodName: [" + names + "last]"));

    Cli run = Cli.run("rules", "filter", folder.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("example.long.name.of.method999x");
  }

  @Test
  void the_audit_logs_are_those_that_the_rules_ask_for() throws IOException {
    write("good.yml", google("protoPayload.methodName|endswith: .SignJwt"));

    assertThat(new ObjectMapper().readTree(Cli.run("rules", "audit-logs", folder.toString()).out()))
        .hasToString(
            "[{\"service\":\"iam.googleapis.com\",\"log_types\":[\"ADMIN_READ\",\"DATA_READ\"]}]");
  }

  private static String google(String selection) {
    return """
        title: Tokens signed
        id: 00000000-0000-4000-8000-000000000001
        status: test
        level: low
        logsource: {product: gcp, service: gcp.audit}
        detection:
          selection: {%s}
          condition: selection
        """
        .formatted(selection);
  }

  @Test
  void an_explanation_shows_what_was_compared() throws IOException {
    write("good.yml", GOOD);
    String event =
        """
        {"eventVersion":"1.11","eventSource":"iam.amazonaws.com","eventName":"GetUser",\
        "eventTime":"2026-11-25T00:00:00Z","userIdentity":{"type":"Root","accountId":"111122223333"}}
        """;
    String[] explain = {
      "explain",
      "--format",
      "text",
      "--rules",
      folder.toString(),
      "--rule",
      "a role WAS assumed",
      "-"
    };

    Cli run = Cli.runWith(event, explain);
    Cli unknown = Cli.run("explain", "--rule", "nothing", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("no  A role was assumed", "no  eventName is 'assumerole'; it is 'GetUser'");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no rule 'nothing'", "rules list");
  }

  @Test
  void each_command_has_help_and_a_bare_rules_says_what_to_name() {
    for (String command :
        new String[] {"list", "lint", "test", "coverage", "pattern", "filter", "audit-logs"}) {
      assertThat(Cli.run("rules", command, "--help").out())
          .contains("Usage: token-responder rules");
    }
    assertThat(Cli.run("rules").code()).isEqualTo(2);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
