package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stop} and {@code resume}. */
class StopCommandTest {
  private static final String STOLEN = "../events/aws.cloudtrail/stolen-instance-session.json";

  @TempDir Path folder;

  @Test
  void after_stop_everything_waits_until_resume() {
    respond();
    Cli stop = run("stop", "--reason", "a bad rule");
    Cli held = respond("--enforce");

    assertThat(stop.code()).as(stop.err()).isZero();
    assertThat(held.lines().get(0).path("status").asText()).isEqualTo("held");
    assertThat(held.lines().get(0).path("reason").asText()).contains("stopped", "a bad rule");
    assertThat(run("incidents", "list").err()).contains("everything is stopped by");

    Cli resume = run("resume");
    assertThat(resume.code()).isZero();
    assertThat(resume.err()).contains("a bad rule");
    assertThat(respond("--enforce").lines().get(0).path("status").asText()).isEqualTo("done");
    assertThat(run("resume").err()).contains("nothing was stopped");
  }

  @Test
  void a_reason_must_be_given() {
    respond();

    assertThat(run("stop").code()).isEqualTo(2);
    assertThat(run("stop", "--reason", " ").code()).isEqualTo(2);
  }

  private Cli respond(String... options) {
    return options.length == 0
        ? run("respond", STOLEN)
        : run("respond", options[0], "--format", "ndjson", STOLEN);
  }

  private Cli run(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--state";
    all[args.length + 1] = folder.resolve("incidents.mv.db").toString();
    return Cli.run(all);
  }
}
