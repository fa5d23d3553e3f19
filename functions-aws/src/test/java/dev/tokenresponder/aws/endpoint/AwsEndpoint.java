package dev.tokenresponder.aws.endpoint;

import io.floci.testcontainers.FlociContainer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;

/**
 * An AWS API to test against: the one {@code AWS_ENDPOINT_URL} names; else a container, LocalStack
 * of the last line that starts without an account token or, failing that, Floci; else {@code
 * moto_server} from the PATH. It is started once per test run and ends with it.
 */
public final class AwsEndpoint {
  private static final String LOCALSTACK = "localstack/localstack:4.14.0";
  private static final int TRIES = 100;

  private static Optional<URI> found;

  private AwsEndpoint() {}

  /** The endpoint; without one the calling test is skipped, with a line that says so. */
  public static synchronized URI require(Class<?> test) {
    if (found == null) {
      found = find();
    }
    if (found.isEmpty()) {
      System.out.println(
          "SKIPPED "
              + test.getSimpleName()
              + ": no AWS endpoint; set AWS_ENDPOINT_URL, run Docker, or put moto_server on the PATH");
    }
    Assumptions.assumeTrue(found.isPresent(), "no AWS endpoint");
    return found.get();
  }

  private static Optional<URI> find() {
    String configured = System.getenv("AWS_ENDPOINT_URL");
    if (configured != null && !configured.isBlank()) {
      return Optional.of(URI.create(configured));
    }
    return container().or(AwsEndpoint::moto);
  }

  private static Optional<URI> container() {
    boolean socket = Files.exists(Path.of("/var/run/docker.sock"));
    if (!socket && System.getenv("DOCKER_HOST") == null
        || !DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    try {
      LocalStackContainer localStack = new LocalStackContainer(LOCALSTACK);
      String token = System.getenv("LOCALSTACK_AUTH_TOKEN");
      if (token != null) {
        localStack.withEnv("LOCALSTACK_AUTH_TOKEN", token);
      }
      localStack.start();
      return Optional.of(localStack.getEndpoint());
    } catch (RuntimeException e) {
      FlociContainer floci = new FlociContainer();
      floci.start();
      return Optional.of(URI.create(floci.getEndpoint()));
    }
  }

  private static Optional<URI> moto() {
    Optional<Path> program =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(folder -> Path.of(folder, "moto_server"))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    try {
      int port = freePort();
      Process moto =
          new ProcessBuilder(
                  program.get().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    moto.descendants().forEach(ProcessHandle::destroy);
                    moto.destroy();
                  }));
      URI uri = URI.create("http://127.0.0.1:" + port);
      await(uri, moto);
      return Optional.of(uri);
    } catch (IOException e) {
      throw new IllegalStateException("moto_server cannot be started", e);
    }
  }

  private static void await(URI uri, Process server) {
    for (int i = 0; i < TRIES && server.isAlive(); i++) {
      try {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.getResponseCode();
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IllegalStateException("moto_server does not answer at " + uri);
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
