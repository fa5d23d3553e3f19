package dev.tokenresponder.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  @TempDir Path folder;

  @Test
  void the_file_is_its_owners_alone_and_the_only_one() throws IOException {
    Path file = folder.resolve("new/incidents.mv.db");
    StateFile.open(folder.resolve("new/incidents"), Place.REAL).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_file_that_is_not_there_is_named_and_not_made() {
    assertUnusable(() -> StateFile.existing(folder.resolve("x")), "there is no state file", "x.mv");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_is_no_database_is_left_as_it_is() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.mv.db"), "not a database\n".repeat(2_000));
    Path plain = Files.writeString(folder.resolve("notes.txt"), "text");

    assertUnusable(() -> StateFile.open(text, Place.REAL), "is not a state file");
    assertUnusable(() -> StateFile.open(plain, Place.REAL), "is not a state file");
    assertThat(text).hasContent("not a database\n".repeat(2_000));
  }

  @Test
  void another_programs_database_is_left_alone() throws SQLException {
    try (Connection other = connect("other")) {
      other.createStatement().execute("CREATE TABLE theirs (x INT)");
    }

    assertUnusable(
        () -> StateFile.open(folder.resolve("other"), Place.REAL), "is not a state file");
  }

  @Test
  void a_file_of_a_newer_version_is_not_touched() throws SQLException {
    StateFile.open(folder.resolve("newer"), Place.REAL).close();
    try (Connection newer = connect("newer")) {
      newer.createStatement().execute("UPDATE token_responder SET version = 2");
    }

    assertUnusable(
        () -> StateFile.open(folder.resolve("newer"), Place.REAL), "version 2", "version 1");
  }

  @Test
  void a_file_in_use_by_another_process_is_said_to_be() throws IOException {
    Path file = folder.resolve("used.mv.db");
    StateFile.open(file, Place.REAL).close();

    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.lock();
      assertUnusable(() -> StateFile.open(file, Place.REAL), "in use by another process");
    }
    StateFile.open(file, Place.REAL).close();
  }

  @Test
  void a_name_cannot_carry_settings_of_the_database() {
    assertUnusable(
        () -> StateFile.open(folder.resolve("x;INIT=DROP ALL OBJECTS"), Place.REAL), "semicolon");
  }

  @Test
  void what_was_tried_and_what_was_done_are_not_mixed() {
    Path tried = folder.resolve("tried");
    StateFile.open(tried, Place.MADE_UP).close();
    StateFile.open(tried, Place.MADE_UP).close();
    StateFile.open(folder.resolve("done"), Place.REAL).close();

    assertUnusable(() -> StateFile.open(tried, Place.REAL), "without --endpoint-url");
    assertUnusable(() -> StateFile.open(folder.resolve("done"), Place.MADE_UP), "in a cloud");
    try (StateFile existing = StateFile.existing(tried)) {
      assertThat(existing.place()).isEqualTo(Place.MADE_UP);
    }
  }

  private Connection connect(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve(name));
  }

  private static void assertUnusable(Runnable opening, String... reasons) {
    assertThatThrownBy(opening::run)
        .isInstanceOf(ActionException.class)
        .hasMessageContainingAll(reasons);
  }
}
