package dev.tokenresponder.gcp.local;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One function from the jar that is deployed, started by the invoker that the platform starts it
 * with (Functions Framework for Java, "java-function-invoker").
 */
public final class PackagedFunction implements AutoCloseable {
  private static final String PACKAGE = "dev.tokenresponder.gcp.function.";
  private static final int TRIES = 600;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final URI address;
  private final Process process;
  private final Path log;
  private final Duration startUp;

  /**
   * Starts it and waits until it answers.
   *
   * @param target the folder of the build
   * @param name the class, for example {@code EvaluateFunction}
   */
  public PackagedFunction(Path target, String name, Map<String, String> environment)
      throws IOException {
    long started = System.nanoTime();
    this.name = name;
    this.log = target.resolve(name + ".log");
    int port = freePort();
    this.address = URI.create("http://127.0.0.1:" + port + "/");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                target.resolve("invoker").resolve("java-function-invoker.jar").toString(),
                "--classpath",
                target.resolve("function.jar").toString(),
                "--target",
                PACKAGE + name,
                "--port",
                String.valueOf(port)));
    builder.environment().putAll(environment);
    this.process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    await();
    this.startUp = Duration.ofNanos(System.nanoTime() - started);
  }

  /** Where it takes pushes. */
  public URI address() {
    return address;
  }

  /** From the start of the process to its first answer. */
  public Duration startUp() {
    return startUp;
  }

  /** How much memory the process holds, in MB; 0 where the system does not tell. */
  public long residentMegabytes() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** What it wrote. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Pushes a body to it; the answer's status. */
  public int push(String body, String... headers) throws IOException, InterruptedException {
    return post("", body, headers);
  }

  /** Posts a body to a path of it; the answer's status. */
  public int post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void await() throws IOException {
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      try {
        push("{}");
        return;
      } catch (IOException notYet) {
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    process.destroy();
    throw new IOException(name + " does not answer; its log:\n" + log());
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
