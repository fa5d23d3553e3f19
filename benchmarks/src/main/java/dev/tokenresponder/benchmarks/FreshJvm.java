package dev.tokenresponder.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts programs of this module in a JVM of their own: that of {@code JAVA_HOME_25} when it is
 * set, otherwise the running one.
 *
 * @param options further options of the JVM
 */
record FreshJvm(List<String> options) {

  /**
   * What a program said first, and when.
   *
   * @param nanos since before its JVM was started
   */
  record Answer(String line, long nanos) {}

  static Path home() {
    String newer = System.getenv("JAVA_HOME_25");
    return Path.of(newer == null || newer.isEmpty() ? System.getProperty("java.home") : newer);
  }

  Answer run(Class<?> program, Path... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("bin").resolve("java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      long nanos = System.nanoTime() - start;
      if (process.waitFor() != 0 || line == null) {
        throw new IllegalStateException(program.getSimpleName() + " failed; see above");
      }
      return new Answer(line, nanos);
    }
  }
}
