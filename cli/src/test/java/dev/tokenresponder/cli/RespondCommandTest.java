package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespondCommandTest {
  private static final Path EVENTS = Path.of("../events");
  private static final String STOLEN =
      EVENTS.resolve("aws.cloudtrail/stolen-instance-session.json").toString();
  private static final String EXPOSED = EVENTS.resolve("aws.health/exposed-key.json").toString();

  @TempDir Path folder;

  @Test
  void by_default_nothing_is_changed_and_every_action_is_planned() {
    Cli run = Cli.run("respond", "--format", "ndjson", STOLEN);

    assertThat(run.code()).isZero();
    assertThat(run.lines())
        .hasSize(2)
        .allMatch(line -> line.path("status").asText().equals("planned"));
    assertThat(run.lines().get(0).fieldNames())
        .toIterable()
        .containsExactly("incident", "action", "target", "status", "reason", "undo");
  }

  @Test
  void enforced_the_session_is_denied_read_back_and_the_owner_told() {
    Cli run = Cli.run("respond", "--enforce", "--format", "ndjson", STOLEN);

    assertThat(run.lines()).extracting(l -> l.path("status").asText()).containsOnly("done");
    JsonNode revoke = run.lines().get(0);
    assertThat(revoke.path("reason").asText()).contains("read back");
    assertThat(revoke.path("undo").asText())
        .contains("aws iam delete-role-policy --role-name app-server");
    assertThat(revoke.path("target").asText())
        .isEqualTo("AROAEXAMPLEROLE123456:i-0abcd1234ef567890");
  }

  @Test
  void the_text_form_shows_the_whole_way() {
    Cli run = Cli.run("respond", "--enforce", "--format", "text", STOLEN);

    assertThat(run.out())
        .contains(
            "matched",
            "critical",
            "plan ",
            "incident inc-",
            "before   session AROAEXAMPLEROLE123456:i-0abcd1234ef567890: works",
            "after    session AROAEXAMPLEROLE123456:i-0abcd1234ef567890: denied everything",
            "after    other sessions of role app-server: work",
            "read back",
            "message ",
            "How to undo it");
  }

  @Test
  void an_exposed_key_is_disabled_together_with_the_sessions_it_made() {
    Cli run = Cli.run("respond", "--enforce", "--format", "text", EXPOSED);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "before   key AKIAIOSFODNN7EXAMPLE: active",
            "after    key AKIAIOSFODNN7EXAMPLE: inactive",
            "aws:TokenIssueTime");
  }

  @Test
  void a_session_of_identity_center_is_denied_in_its_permission_set() {
    String sample = EVENTS.resolve("aws.guardduty/attack-sequence-identity-center.json").toString();

    Cli run = Cli.run("respond", "--enforce", "--format", "text", sample);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "before   session AROAEXAMPLESSO1234567:alice@example.com: works",
            "after    session AROAEXAMPLESSO1234567:alice@example.com: denied everything",
            "after    provisioned",
            "aws sso-admin provision-permission-set");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gcp.scc/leaked-key-used.json | keys/0123456789abcdef0123456789abcdef01234567: disabled",
        "gcp.audit/owner-for-stranger.json | roles/owner is held by user:colleague@example.com",
        "gcp.audit/token-creator-for-everyone.json | roles/iam.serviceAccountTokenCreator is held by user:colleague@example.com",
        "workspace.audit/app-administers-users.json | anna@example.com: no applications",
        "workspace.reports/session-cookie-stolen.json | anna@example.com: signed out",
      })
  void what_google_samples_tell_of_is_contained(String sample, String after) {
    Cli run =
        Cli.run("respond", "--enforce", "--format", "text", EVENTS.resolve(sample).toString());

    assertThat(run.code()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("after ")))
        .anyMatch(line -> line.endsWith(after));
    assertThat(run.out()).contains("contained, level");
  }

  @Test
  void the_same_event_twice_changes_nothing_more() {
    Cli run = Cli.run("respond", "--enforce", "--format", "ndjson", STOLEN, STOLEN);

    assertThat(run.lines()).hasSize(4);
    assertThat(run.lines())
        .extracting(l -> l.path("incident").asText())
        .containsOnly(run.lines().get(0).path("incident").asText());
    assertThat(run.lines().get(2)).isEqualTo(run.lines().get(0));
  }

  @Test
  void break_glass_is_left_alone_even_when_enforcing() throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(
        policy,
        "{version: 1, exemptions: [{arn: 'arn:aws:iam::111122223333:role/app-server', reason: way"
            + " in}]}");

    Cli run =
        Cli.run(
            "respond", "--enforce", "--format", "ndjson", "--policy", policy.toString(), STOLEN);

    assertThat(run.lines().get(0).path("status").asText()).isEqualTo("refused");
    assertThat(run.lines().get(0).path("reason").asText()).contains("way in");
  }

  @Test
  void beyond_the_limit_actions_wait_for_a_person() throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "{version: 1, limits: {total_per_hour: 0}}");

    Cli run =
        Cli.run(
            "respond", "--enforce", "--format", "ndjson", "--policy", policy.toString(), STOLEN);

    assertThat(run.lines().get(0).path("status").asText()).isEqualTo("held");
  }

  @Test
  void every_sample_gets_an_answer_without_a_failure() {
    Cli run = Cli.run("respond", "--enforce", "--format", "ndjson", EVENTS.toString());

    assertThat(run.lines()).hasSizeGreaterThan(30);
    assertThat(run.lines()).noneMatch(line -> line.path("status").asText().equals("failed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a url", "localhost:5000", "http://127.0.0.1:9"})
  void an_endpoint_that_cannot_be_used_is_exit_code_two(String endpoint) {
    Cli run = Cli.run("respond", "--endpoint-url", endpoint, STOLEN);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
  }
}
