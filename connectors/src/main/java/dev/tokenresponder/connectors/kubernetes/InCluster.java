package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster in which the responder runs itself, by what every pod is given (Kubernetes,
 * "Accessing the Kubernetes API from a Pod", "Directly accessing the REST API"). No kubeconfig is
 * looked for, for it may be another cluster's.
 *
 * @param directory where token, certificate and namespace are mounted
 */
record InCluster(Path directory, Map<String, String> environment) {
  private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  InCluster {
    environment = Map.copyOf(environment);
  }

  static InCluster of(Map<String, String> environment) {
    return new InCluster(MOUNTED, environment);
  }

  /** The namespace of the pod; empty outside of a cluster. */
  Optional<String> namespace() {
    try {
      return Optional.of(read("namespace")).filter(text -> !text.isEmpty());
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * How the API server is reached; the token is read at each call, since it is kept fresh.
   *
   * @throws ActionException as permanent outside of a cluster
   */
  Config config() {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    Path certificate = directory.resolve("ca.crt");
    boolean mounted = Files.isReadable(certificate) && Files.isReadable(directory.resolve("token"));
    if (!mounted || !host.matches("[0-9A-Za-z.:-]+") || !port.matches("[0-9]{1,5}")) {
      throw ActionException.permanent(
          "'in-cluster' is for a pod with the token of its service account mounted: name a"
              + " kubeconfig instead");
    }
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
        .withCaCertFile(certificate.toString())
        .withOauthTokenProvider(() -> read("token"))
        .build();
  }

  private String read(String name) {
    try {
      return Files.readString(directory.resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "InCluster";
  }
}
