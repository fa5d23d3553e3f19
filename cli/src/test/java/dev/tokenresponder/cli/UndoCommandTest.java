package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incidents} and {@code undo} after {@code respond --state}. */
class UndoCommandTest {
  private static final String STOLEN = "../events/aws.cloudtrail/stolen-instance-session.json";
  private static final String CHAIN = "../events/aws.cloudtrail/chained-sessions.json";
  private static final String OWNER = "../events/gcp.audit/owner-for-stranger.json";

  @TempDir Path folder;
  private String state;

  @BeforeEach
  void file() {
    state = folder.resolve("incidents.mv.db").toString();
  }

  @Test
  void what_one_run_did_a_later_one_knows() {
    Cli first = respond("--enforce", STOLEN);
    Cli second = respond("--enforce", STOLEN);

    assertThat(second.code()).isZero();
    assertThat(second.lines()).isEqualTo(first.lines());
  }

  @Test
  void incidents_are_listed_in_the_order_in_which_they_came() {
    respond("--enforce", STOLEN, OWNER);

    Cli list = Cli.run("incidents", "list", "--state", state, "--format", "ndjson");

    assertThat(list.code()).isZero();
    assertThat(list.lines())
        .extracting(line -> line.path("state").asText())
        .containsExactly("contained", "contained");
    assertThat(list.lines().get(0).path("incident").asText()).isEqualTo(incident());
    assertThat(Cli.run("incidents", "list", "--state", state, "--format", "text").out())
        .hasLineCount(2)
        .contains(incident(), "critical", "contained", "app-server");
  }

  @Test
  void an_incident_is_shown_with_its_findings_and_numbered_actions() {
    respond("--enforce", STOLEN);

    Cli show = Cli.run("incidents", "show", incident(), "--state", state, "--format", "text");

    assertThat(show.out())
        .contains("finding ", "action   1, ended ", "done ", "read back", "action   2, ended ")
        .contains("  undo     left=$(aws iam get-role-policy --role-name app-server");
    JsonNode json =
        Cli.run("incidents", "show", incident(), "--state", state, "--format", "ndjson")
            .lines()
            .get(0);
    assertThat(json.path("actions").findValuesAsText("number")).containsExactly("1", "2", "3");
    assertThat(json.path("actions").findValuesAsText("status")).containsOnly("done");
  }

  @Test
  void an_incident_is_shown_with_its_family_and_what_happened_when() throws IOException {
    respond("--enforce", chain());

    JsonNode json =
        Cli.run("incidents", "show", incident(), "--state", state, "--format", "ndjson")
            .lines()
            .get(0);

    assertThat(json.path("family").findValuesAsText("state"))
        .containsExactly("contained", "uncontained", "uncontained", "uncontained");
    assertThat(json.path("family").findValuesAsText("parent"))
        .contains("session AROAEXAMPLEROLE777777:hop-2");
    assertThat(json.path("family").get(0).path("subject").asBoolean()).isTrue();
    assertThat(json.path("timeline").findValuesAsText("kind"))
        .startsWith("event", "judged", "acted");
    assertThat(Cli.run("incidents", "show", incident(), "--state", state, "--format", "text").out())
        .contains("  family   session AROA", ": contained, in question")
        .contains("  family         session AROAEXAMPLEROLE888888:hop-3: uncontained")
        .contains("  timeline ", " judged ", " acted ");
  }

  @Test
  void an_incident_is_shown_as_a_page() throws IOException {
    respond("--enforce", chain());

    Cli page = Cli.run("incidents", "show", incident(), "--state", state, "--format", "html");

    assertThat(page.code()).isZero();
    assertThat(page.out())
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>" + incident() + "</h1>", "hop-3</text>", "in question", "✓ contained");
    Cli list = Cli.run("incidents", "list", "--state", state, "--format", "html");
    assertThat(list.code()).isEqualTo(2);
    assertThat(list.err()).contains("ndjson or text");
  }

  @Test
  void what_was_tried_in_memory_is_refused_with_what_to_give_next_time() {
    respond("--enforce", STOLEN);

    Cli undo = undo(incident());

    assertThat(undo.code()).isEqualTo(1);
    assertThat(undo.lines()).hasSize(1);
    assertThat(undo.lines().get(0).path("status").asText()).isEqualTo("refused");
    assertThat(undo.lines().get(0).path("reason").asText()).contains("is gone", "--endpoint-url");
    assertThat(undo.lines().get(0).path("undo").asText()).contains("aws iam delete-role-policy");
    assertThat(undo(incident(), "--format", "text").out())
        .contains("refused ", "  undo     left=$(aws");
  }

  @Test
  void what_was_only_planned_leaves_nothing_to_take_back() {
    respond(STOLEN);

    Cli undo = undo(incident());

    assertThat(undo.code()).isZero();
    assertThat(undo.out()).isEmpty();
    assertThat(undo.err()).contains("nothing to take back");
  }

  @Test
  void one_action_can_be_named_by_its_number() {
    respond("--enforce", STOLEN);

    assertThat(undo(incident(), "--action", "1").lines()).hasSize(1);
    Cli none = undo(incident(), "--action", "4");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("from 1 to 3");
  }

  @Test
  void an_unknown_incident_is_exit_code_two() {
    respond("--enforce", STOLEN);

    for (Cli run :
        List.of(undo("inc-1"), Cli.run("incidents", "show", "inc-1", "--state", state))) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("there is no incident 'inc-1'");
    }
  }

  @Test
  void a_file_that_is_not_there_or_not_named_is_exit_code_two() {
    assertThat(undo("inc-1").err()).contains("there is no state file " + state);
    for (Cli run :
        List.of(
            undo("inc-1"),
            Cli.run("incidents", "list", "--state", state),
            Cli.run("undo", "inc-1"),
            Cli.run("incidents", "list"),
            Cli.run("incidents"))) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).isNotBlank();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_was_tried_is_not_taken_back_in_a_real_account() {
    respond("--enforce", STOLEN);

    Cli undo = undo(incident(), "--endpoint-url", "http://127.0.0.1:9");

    assertThat(undo.code()).isEqualTo(2);
    assertThat(undo.err()).contains("tried without --endpoint-url");
  }

  @Test
  void an_incident_is_exported_in_the_forms_of_other_systems() {
    respond("--enforce", STOLEN);

    for (String[] form :
        new String[][] {
          {"ocsf"},
          {"asff", "--account", "111122223333", "--region", "eu-west-1"},
          {"scc", "--source", "organizations/1/sources/2"}
        }) {
      Cli run =
          Cli.run(
              Stream.concat(
                      Stream.of("incidents", "export", incident(), "--state", state, "--as"),
                      Stream.of(form))
                  .toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.lines().get(0).toString()).contains("app-server");
    }
    Cli without = Cli.run("incidents", "export", incident(), "--state", state, "--as", "asff");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("--account");
  }

  @Test
  void what_was_tried_is_not_approved_in_a_real_account() {
    respond("--enforce", STOLEN);

    for (String command : List.of("approve", "reject")) {
      Cli run =
          Cli.run(
              command,
              incident(),
              "--state",
              state,
              "--policy",
              "../docs/policy.example.yml",
              "--endpoint-url",
              "http://127.0.0.1:9");
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("tried without --endpoint-url");
    }
  }

  @Test
  void without_a_policy_nothing_is_approved() {
    respond("--enforce", STOLEN);

    Cli run = Cli.run("approve", incident(), "--state", state);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("give --policy");
  }

  /** Three sessions made one from the other, a few minutes ago, and the first now used outside. */
  private String chain() throws IOException {
    Duration ago = Duration.between(Instant.parse("2026-11-23T09:10:00Z"), Instant.now());
    String moved =
        Pattern.compile("2026-11-23T[0-9:]+Z")
            .matcher(Files.readString(Path.of(CHAIN)))
            .replaceAll(time -> Instant.parse(time.group()).plus(ago).toString());
    return Files.writeString(folder.resolve("chain.json"), moved).toString();
  }

  private Cli respond(String... more) {
    return Cli.run(
        Stream.concat(Stream.of("respond", "--format", "ndjson", "--state", state), Stream.of(more))
            .toArray(String[]::new));
  }

  private Cli undo(String incident, String... more) {
    return Cli.run(
        Stream.concat(Stream.of("undo", incident, "--state", state), Stream.of(more))
            .toArray(String[]::new));
  }

  private String incident() {
    return Cli.run("incidents", "list", "--state", state, "--format", "ndjson")
        .lines()
        .get(0)
        .path("incident")
        .asText();
  }
}
