package dev.tokenresponder.aws.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedZipTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00.123456789Z");

  @TempDir Path target;
  private Path zip;
  private Path folder;

  @BeforeEach
  void unpack() throws IOException {
    zip = target.resolve("function.zip");
    folder = target.resolve("function");
    build("lib/first.jar", BUILT);
    UnpackedZip.in(folder, zip);
  }

  @Test
  void holds_what_the_zip_holds() {
    assertThat(folder.resolve("lib/first.jar")).hasContent("lib/first.jar");
  }

  @Test
  void holds_nothing_of_an_older_zip() throws IOException {
    build("lib/second.jar", BUILT.plusMillis(1));

    UnpackedZip.in(folder, zip);

    assertThat(folder.resolve("lib")).isDirectoryNotContaining("glob:**first.jar");
    assertThat(folder.resolve("lib/second.jar")).exists();
  }

  @Test
  void leaves_the_folder_alone_while_the_zip_is_the_same() throws IOException {
    Path unpacked = folder.resolve("lib/first.jar");
    Files.writeString(unpacked, "as a running function has it open");

    UnpackedZip.in(folder, zip);

    assertThat(unpacked).hasContent("as a running function has it open");
  }

  @Test
  void unpacks_again_what_was_not_unpacked_to_the_end() throws IOException {
    Files.delete(folder.resolve("lib/first.jar"));
    Files.setLastModifiedTime(folder, FileTime.from(BUILT.plusSeconds(60)));

    UnpackedZip.in(folder, zip);

    assertThat(folder.resolve("lib/first.jar")).exists();
  }

  private void build(String entry, Instant time) throws IOException {
    try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
      entries.putNextEntry(new ZipEntry(entry));
      entries.write(entry.getBytes(UTF_8));
    }
    Files.setLastModifiedTime(zip, FileTime.from(time));
  }
}
