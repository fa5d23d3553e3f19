package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that others published, where somebody has put them beside the project. */
class PublishedEventsTest {
  private static final Path DATA = Path.of("../../shared/data");

  @ParameterizedTest
  @ValueSource(strings = {"stratus/detonation-logs", "custodian", "workspace"})
  void none_is_malformed(String folder) {
    Path events = DATA.resolve(folder);
    assumeTrue(Files.isDirectory(events), "no published events in " + events);

    Cli run = Cli.run("evaluate", "--all", events.toString());

    assertThat(run.err()).contains(" 0 malformed");
    assertThat(run.code()).isZero();
  }

  @Test
  void labelled_cases_are_flagged_as_they_should_be() {
    Path cases = DATA.resolve("unit-cases/cases.jsonl");
    assumeTrue(Files.exists(cases), "no labelled cases in " + cases);

    String table = Cli.run("backtest", cases.toString()).out();

    Matcher all = Pattern.compile("(?m)^all .*?\\((\\d+) %\\) .*?\\((\\d+) %\\)").matcher(table);
    assertThat(all.find()).as(table).isTrue();
    assertThat(Integer.parseInt(all.group(1))).as("NEG").isLessThanOrEqualTo(5);
    assertThat(Integer.parseInt(all.group(2))).as("POS").isGreaterThanOrEqualTo(80);
  }
}
