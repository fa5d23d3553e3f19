package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.respond.EventPatterns;
import dev.tokenresponder.respond.LogFilters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Terraform reads is what the code says now; {@code infra/generate} writes it anew. */
class GeneratedForTerraformTest {
  private static final Path GENERATED = Path.of("../infra/aws/generated");
  private static final Path GOOGLE = Path.of("../infra/gcp/generated");

  /** Amazon EventBridge quotas, "Event pattern size": the default, which can be raised. */
  private static final int LONGEST_WITHOUT_ASKING = 2_048;

  static Stream<String> logs() {
    return LogFilters.sources().stream();
  }

  static Stream<String> sources() {
    return EventPatterns.sources().stream();
  }

  @Test
  void permissions_are_those_that_the_functions_declare() throws IOException {
    assertThat(Files.readString(GENERATED.resolve("functions.json")))
        .isEqualTo(Cli.run("permissions").out());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void patterns_let_through_what_the_rules_can_match(String source) throws IOException {
    String committed = Files.readString(GENERATED.resolve("patterns/" + source + ".json"));

    assertThat(committed).isEqualTo(Cli.run("rules", "pattern", "--source", source).out());
    assertThat(new ObjectMapper().readTree(committed).toString())
        .hasSizeLessThanOrEqualTo(LONGEST_WITHOUT_ASKING);
  }

  @Test
  void permissions_on_google_cloud_are_those_that_the_functions_declare() throws IOException {
    assertThat(Files.readString(GOOGLE.resolve("functions.json")))
        .isEqualTo(Cli.run("permissions", "--cloud", "google").out());
  }

  @ParameterizedTest
  @MethodSource("logs")
  void filters_let_through_what_the_rules_can_match(String source) throws IOException {
    assertThat(Files.readString(GOOGLE.resolve("filters/" + source + ".filter")))
        .isEqualTo(Cli.run("rules", "filter", "--source", source).out())
        .hasSizeLessThanOrEqualTo(LogFilters.LONGEST);
  }

  @Test
  void logs_that_are_off_are_those_that_the_rules_need() throws IOException {
    assertThat(Files.readString(GOOGLE.resolve("audit-logs.json")))
        .isEqualTo(Cli.run("rules", "audit-logs").out());
  }

  @Test
  void permissions_are_those_of_aws_unless_a_known_cloud_is_named() {
    Cli unknown = Cli.run("permissions", "--cloud", "azure");

    assertThat(Cli.run("permissions", "--cloud", "aws").out())
        .isEqualTo(Cli.run("permissions").out());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).contains("--cloud must be aws or google, not 'azure'");
  }
}
