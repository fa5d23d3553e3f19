package dev.tokenresponder.gcp.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When there is no emulator to be had of a gcloud, and that nothing of one is left. */
@Timeout(60)
class GcloudEmulatorTest {
  private static final GcloudEmulator EMULATOR =
      new GcloudEmulator("some-emulator", List.of("beta"), List.of("emulators", "some", "start"));

  @TempDir private Path folder;

  @Test
  void a_gcloud_without_the_emulator_is_none() throws IOException {
    Path ran = gcloud("beta");

    assertThat(EMULATOR.start(path())).isEmpty();
    assertThat(ran).doesNotExist();
  }

  @Test
  void a_gcloud_without_the_commands_for_it_is_none() throws IOException {
    Path ran = gcloud("some-emulator");

    assertThat(EMULATOR.start(path())).isEmpty();
    assertThat(ran).doesNotExist();
  }

  @Test
  void an_emulator_that_does_not_start_is_none() throws IOException {
    Path ran = gcloud("beta", "some-emulator");

    assertThat(EMULATOR.start(path())).isEmpty();
    assertThat(ran).exists();
  }

  @Test
  void no_gcloud_is_none() {
    assertThat(EMULATOR.start(path())).isEmpty();
  }

  @Test
  void whatever_a_process_started_ends_with_it() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "sleep 300 & sh -c 'sleep 300; true'").start();
    while (process.descendants().count() < 3) {
      Thread.sleep(10);
    }
    List<ProcessHandle> all = process.descendants().toList();

    GcloudEmulator.end(process);

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle one : all) {
      one.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  private String path() {
    return folder.resolve("none") + ":" + folder.resolve("bin");
  }

  /** Makes a gcloud that leaves a file when it is run, and fails. */
  private Path gcloud(String... components) throws IOException {
    for (String component : components) {
      Path manifests = Files.createDirectories(folder.resolve(".install"));
      Files.createFile(manifests.resolve(component + ".manifest"));
    }
    Path ran = folder.resolve("ran");
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("gcloud");
    Files.writeString(program, "#!/bin/sh\ntouch '" + ran + "'\nexit 1\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return ran;
  }
}
