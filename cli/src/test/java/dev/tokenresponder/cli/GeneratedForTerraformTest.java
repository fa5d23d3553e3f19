package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.respond.EventPatterns;
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

  /** Amazon EventBridge quotas, "Event pattern size": the default, which can be raised. */
  private static final int LONGEST_WITHOUT_ASKING = 2_048;

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
}
