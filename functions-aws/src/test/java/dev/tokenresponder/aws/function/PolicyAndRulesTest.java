package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.policy.PolicyException;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyAndRulesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void policy() throws IOException {
    file = Files.writeString(folder.resolve("policy.yml"), "version: 1\n");
  }

  @Test
  void evaluate_has_them_before_the_first_event() throws IOException {
    PolicyAndRules standing = started("evaluate");
    Files.delete(file);

    assertThat(standing.policy()).isNotNull();
    assertThat(standing.rules()).isSameAs(standing.rules());
  }

  @Test
  void the_other_functions_read_no_rules_when_they_start() throws IOException {
    PolicyAndRules standing = started("revoke-sessions");
    Files.delete(file);

    assertThatThrownBy(standing::rules).isInstanceOf(PolicyException.class);
  }

  @Test
  void a_policy_that_cannot_be_used_fails_the_event_and_not_the_start() throws IOException {
    Files.writeString(file, "version: 2\n");
    PolicyAndRules standing = started("evaluate");

    assertThatThrownBy(standing::rules).isInstanceOf(PolicyException.class);
    Files.writeString(file, "version: 1\n");
    assertThat(standing.rules()).isNotNull();
  }

  private PolicyAndRules started(String function) {
    PolicyAndRules standing =
        new PolicyAndRules(
            Map.of("QUARKUS_LAMBDA_HANDLER", function, "TOKEN_RESPONDER_POLICY", file.toString()));
    standing.onStart(new StartupEvent());
    return standing;
  }
}
