package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {
  private static final String SLACK =
      "{\"label\": \"%s\", \"case_id\": \"%s\", \"log_type\": \"chat\", \"event\": {\"action\":"
          + " \"%s\", \"date_create\": 1795000000, \"id\": \"e\", \"actor\": {\"type\": \"user\","
          + " \"user\": {\"id\": \"U1\", \"email\": \"alice@example.com\"}}}}\n";

  @TempDir Path folder;

  @Test
  void flagged_cases_are_counted_by_source_and_label() throws IOException {
    Path cases = folder.resolve("cases.jsonl");
    Files.writeString(
        cases,
        SLACK.formatted("bad", "one", "idp_configuration_added")
            + SLACK.formatted("bad", "two", "user_login")
            + SLACK.formatted("good", "three", "user_login"));

    Cli run = Cli.run("backtest", "--show", "bad", cases.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .contains("one: medium Who may vouch for users of a service was changed", "two: clear")
        .anyMatch(line -> line.matches("chat +1 of 2 \\(50 %\\) +0 of 1 \\(0 %\\)"))
        .anyMatch(line -> line.matches("all +1 of 2 \\(50 %\\) +0 of 1 \\(0 %\\)"));
  }

  @Test
  void the_level_decides_what_counts() throws IOException {
    Path cases = folder.resolve("cases.jsonl");
    Files.writeString(cases, SLACK.formatted("bad", "one", "idp_configuration_added"));

    assertThat(Cli.run("backtest", "--level", "high", cases.toString()).out())
        .contains("0 of 1 (0 %)");
    assertThat(Cli.run("backtest", "--level", "severe", cases.toString()).code()).isEqualTo(2);
  }

  @Test
  void what_is_no_case_is_said_and_the_others_are_judged() throws IOException {
    Path cases = folder.resolve("cases.jsonl");
    Files.writeString(
        cases, "{\"event\": {}}\n[1\n" + SLACK.formatted("bad", "one", "idp_configuration_added"));

    Cli run = Cli.run("backtest", cases.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("a case needs 'event', an object, and 'label'");
    assertThat(run.out()).contains("1 of 1 (100 %)");
  }

  @Test
  void the_page_of_rules_is_current() throws IOException {
    assertThat(Cli.run("rules", "catalogue").out())
        .as("run: bin/token-responder rules catalogue > docs/rules.md")
        .isEqualTo(Files.readString(Path.of("../docs/rules.md")));
  }
}
