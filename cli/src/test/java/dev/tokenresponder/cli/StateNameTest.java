package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --state} takes. */
class StateNameTest {
  private static final String STOLEN = "../events/aws.cloudtrail/stolen-instance-session.json";
  private static final String NOBODY = "http://127.0.0.1:9";

  @TempDir Path folder;

  @Test
  void names_that_no_table_or_database_can_have_are_exit_code_two() {
    for (String name :
        List.of(
            "dynamodb:",
            "dynamodb:in",
            "dynamodb:incidents table",
            "dynamodb:arn:aws:dynamodb:us-east-1:111122223333:table/incidents")) {
      assertUsage(list(name), "is not the name of a table");
    }
    for (String name :
        List.of(
            "firestore:",
            "firestore:Example",
            "firestore:example-project/",
            "firestore:example-project/a/b",
            "firestore:example-project/(other)")) {
      assertUsage(list(name), "does not name a project or one and a database");
    }
  }

  @Test
  void a_kind_of_store_that_there_is_not_is_not_taken_for_a_file() {
    for (String name : List.of("dynamo:incidents", "Firestore:example-project", "s3://bucket/x")) {
      assertUsage(list(name), "dynamodb:TABLE or firestore:PROJECT");
    }
    assertUsage(list("./a:b"), "there is no state file");
  }

  @Test
  void a_table_that_cannot_be_reached_is_exit_code_two() {
    for (String[] command :
        new String[][] {
          {"incidents", "list"},
          {"incidents", "show", "inc-1"},
          {"undo", "inc-1"},
          {"rearm", "inc-1"},
          {"stop", "--reason", "r"}
        }) {
      String[] args = new String[command.length + 4];
      System.arraycopy(command, 0, args, 0, command.length);
      args[command.length] = "--state";
      args[command.length + 1] = "dynamodb:incidents";
      args[command.length + 2] = "--endpoint-url";
      args[command.length + 3] = NOBODY;

      Cli run = Cli.run(args);

      assertThat(run.code()).as(run.err()).isEqualTo(2);
      assertThat(run.err()).contains(": could not ", " now: ");
    }
  }

  @Test
  void what_is_only_tried_is_not_written_to_what_the_functions_keep() {
    for (String name : List.of("dynamodb:incidents", "firestore:example-project")) {
      assertUsage(Cli.run("respond", "--state", name, STOLEN), "give --endpoint-url");
    }
  }

  @Test
  void the_list_is_cut_to_the_newest() {
    String state = folder.resolve("incidents").toString();
    Cli.run("respond", "--state", state, STOLEN, "../events/gcp.audit/owner-for-stranger.json");

    Cli cut = Cli.run("incidents", "list", "--state", state, "--limit", "1");
    Cli all = Cli.run("incidents", "list", "--state", state);

    assertThat(all.lines()).hasSize(2);
    assertThat(cut.lines()).containsExactly(all.lines().get(1));
    assertUsage(Cli.run("incidents", "list", "--state", state, "--limit", "0"), "1 or more");
  }

  private static Cli list(String state) {
    return Cli.run("incidents", "list", "--state", state);
  }

  private static void assertUsage(Cli run, String message) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }
}
