package dev.tokenresponder.cli.state;

import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a state file is. */
final class StatePath {
  /** What H2 makes of every name (H2, "Features", "Database File Layout"). */
  private static final String SUFFIX = ".mv.db";

  private StatePath() {}

  /** The file that a person means, who may leave out the suffix. */
  static Path of(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    String name = absolute.toString();
    if (name.indexOf(';') >= 0) {
      throw ActionException.permanent("the name of a state file must not have a semicolon in it");
    }
    if (name.endsWith(SUFFIX)) {
      return absolute;
    }
    Path path = Path.of(name + SUFFIX);
    if (Files.isRegularFile(absolute) && !Files.exists(path)) {
      throw ActionException.permanent(absolute + " is not a state file: those end in " + SUFFIX);
    }
    return path;
  }

  /** The name that H2 knows a file by. */
  static String nameOf(Path path) {
    String name = path.toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Makes an empty file, and the folders to it, for the owner only; one that is there stays. */
  static void make(Path path) {
    try {
      Path folder = path.getParent();
      if (folder != null && !Files.exists(folder)) {
        Files.createDirectories(folder, ownersOnly("rwx------"));
      }
      Files.createFile(path, ownersOnly("rw-------"));
    } catch (FileAlreadyExistsException e) {
      // it is opened as it is
    } catch (IOException e) {
      throw ActionException.permanent("the state file " + path + " cannot be made: " + e, e);
    }
  }

  private static FileAttribute<?>[] ownersOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
