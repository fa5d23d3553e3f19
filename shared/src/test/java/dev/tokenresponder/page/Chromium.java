package dev.tokenresponder.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window, for one page at a time. */
record Chromium(Path program, Path folder) {

  /** Where it is, if it is. */
  static Optional<Path> find() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.concat(Stream.of("/usr/bin"), Stream.of(path.split(":")))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The document after it was loaded and its scripts ran. */
  String dom(String page) throws IOException, InterruptedException {
    return run(page, List.of("--dump-dom"));
  }

  /** Takes a picture of the upper left of a page. */
  void picture(String page, int width, int height, Path file)
      throws IOException, InterruptedException {
    run(page, List.of("--window-size=" + width + "," + height, "--screenshot=" + file));
  }

  private String run(String page, List<String> options) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "page", ".html");
    Files.writeString(file, page);
    Path out = Files.createTempFile(folder, "out", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
    command.addAll(options);
    command.add(file.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(program + " did not show the page");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
