package dev.tokenresponder.gcp.emulator;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An emulator of the gcloud on the PATH, which ends with this JVM. gcloud would offer to fetch what
 * it lacks; so it is only asked for components it has.
 *
 * @param component the emulator
 * @param release other components the command needs
 * @param command what to run, without the address
 */
record GcloudEmulator(String component, List<String> release, List<String> command) {
  private static final int TRIES = 300;

  /** What gcloud must have, for messages. */
  String components() {
    return String.join(" and ", Stream.concat(Stream.of(component), release.stream()).toList());
  }

  Optional<String> start() {
    return start(System.getenv().getOrDefault("PATH", ""));
  }

  Optional<String> start(String path) {
    Optional<Path> program = gcloud(path).filter(this::isComplete);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    try {
      String address = "127.0.0.1:" + freePort();
      List<String> line = new ArrayList<>(List.of(program.get().toString()));
      line.addAll(command);
      line.addAll(List.of("--host-port=" + address, "--quiet"));
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(offline());
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
      if (answers(address, process)) {
        return Optional.of(address);
      }
      end(process);
      System.out.println("does not start: " + String.join(" ", line));
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("gcloud cannot be started", e);
    }
  }

  private static Optional<Path> gcloud(String path) {
    return Arrays.stream(path.split(":"))
        .map(folder -> Path.of(folder, "gcloud"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What is installed has a manifest beside the folder of the program. */
  private boolean isComplete(Path gcloud) {
    try {
      Path manifests = gcloud.toRealPath().resolveSibling("../.install").normalize();
      return Stream.concat(release.stream(), Stream.of(component))
          .allMatch(name -> Files.exists(manifests.resolve(name + ".manifest")));
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, String> offline() {
    return Map.of(
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true",
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
  }

  private static boolean answers(String address, Process process) throws IOException {
    URI uri = URI.create("http://" + address + "/");
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      try {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(2_000);
        connection.getResponseCode();
        return true;
      } catch (IOException e) {
        pause();
      }
    }
    return false;
  }

  /** gcloud runs a script, which runs Java; each would go on without the one above it. */
  static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
