package dev.tokenresponder.aws.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What a zip holds, in a folder that holds nothing else. */
final class UnpackedZip {
  private UnpackedZip() {}

  /**
   * Unpacks once for each state of the zip. The folder is emptied first, so that what an older zip
   * held does not stand in for what this one lacks; it gets the time of the zip when all is there.
   */
  static Path in(Path folder, Path zip) throws IOException {
    if (!Files.exists(folder) || modified(folder) != modified(zip)) {
      delete(folder);
      unpack(zip, folder);
      Files.setLastModifiedTime(folder, Files.getLastModifiedTime(zip));
    }
    return folder;
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.write(file, entries.readAllBytes());
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }

  private static long modified(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toMillis();
  }
}
