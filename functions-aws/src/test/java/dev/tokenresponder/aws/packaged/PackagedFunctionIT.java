package dev.tokenresponder.aws.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged zip does by itself, with no AWS behind it. */
class PackagedFunctionIT {
  private static final Path EVENTS = Path.of("../events/aws.cloudtrail");

  @TempDir Path folder;

  @Test
  void judges_events_and_fails_for_malformed_ones() throws IOException, InterruptedException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "version: 1\n");
    Map<String, String> environment =
        Map.of(
            "TOKEN_RESPONDER_POLICY", policy.toString(),
            "TOKEN_RESPONDER_TABLE", "none",
            "TOKEN_RESPONDER_BUS", "none");
    try (PackagedFunction evaluate = new PackagedFunction("evaluate", environment)) {

      RuntimeApi.Answer clear =
          evaluate.invoke(Files.readString(EVENTS.resolve("service-event.json")));
      RuntimeApi.Answer malformed = evaluate.invoke("{\"a\":1,\"a\":2}");

      assertThat(clear).isEqualTo(new RuntimeApi.Answer(true, "{}"));
      assertThat(malformed.success()).isFalse();
      assertThat(malformed.body()).contains("malformed");
      System.out.printf(
          "function.zip: %.1f MB, %d ms from start to first answer%n",
          Files.size(Path.of("target/function.zip")) / 1e6, evaluate.startUp().toMillis());
    }
  }

  @Test
  void without_a_policy_every_invocation_fails_and_says_so()
      throws IOException, InterruptedException {
    try (PackagedFunction evaluate = new PackagedFunction("evaluate", Map.of())) {

      RuntimeApi.Answer answer =
          evaluate.invoke(Files.readString(EVENTS.resolve("stolen-instance-session.json")));

      assertThat(answer.success()).isFalse();
      assertThat(answer.body()).contains("TOKEN_RESPONDER_POLICY");
    }
  }
}
