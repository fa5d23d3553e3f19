package dev.tokenresponder.gcp.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/** Looks for an emulator, once: what a variable names; else a container; else gcloud. */
final class Emulator {
  /** The Google Cloud CLI with its emulators; since 555.0.0 that of Pub/Sub filters. */
  static final String IMAGE = "gcr.io/google.com/cloudsdktool/google-cloud-cli:568.0.0-emulators";

  private final String name;
  private final String variable;
  private final Supplier<String> container;
  private final GcloudEmulator gcloud;
  private Optional<String> found;

  /**
   * An emulator.
   *
   * @param name for messages
   * @param variable the environment variable that client libraries read
   * @param container starts one in Docker and answers its host and port
   */
  Emulator(String name, String variable, Supplier<String> container, GcloudEmulator gcloud) {
    this.name = name;
    this.variable = variable;
    this.container = container;
    this.gcloud = gcloud;
  }

  synchronized Optional<String> find() {
    if (found == null) {
      found = configured().or(this::inDocker).or(gcloud::start);
    }
    return found;
  }

  /** What to print when there is none. */
  String skipped(Class<?> test) {
    return "SKIPPED %s: no %s emulator; set %s, run Docker, or put gcloud with %s on the PATH"
        .formatted(test.getSimpleName(), name, variable, gcloud.components());
  }

  private Optional<String> configured() {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
  }

  private Optional<String> inDocker() {
    boolean socket = Files.exists(Path.of("/var/run/docker.sock"));
    if (!socket && System.getenv("DOCKER_HOST") == null
        || !DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    try {
      return Optional.of(container.get());
    } catch (RuntimeException e) {
      System.out.println("the " + name + " emulator does not start in Docker: " + e.getMessage());
      return Optional.empty();
    }
  }
}
