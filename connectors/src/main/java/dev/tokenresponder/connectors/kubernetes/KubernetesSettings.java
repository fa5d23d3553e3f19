package dev.tokenresponder.connectors.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the clusters are.
 *
 * @param kubeconfigs the path of a kubeconfig file, {@code in-cluster}, {@code eks} or {@code gke},
 *     by the name of the cluster; the one cluster that has no name is under the empty name
 * @param ownNamespaces the namespaces of the responder itself
 * @param inCluster the cluster in which the responder runs, if it runs in one
 * @param standIn what stands in for every cluster in tests
 */
record KubernetesSettings(
    Map<String, String> kubeconfigs,
    Set<String> ownNamespaces,
    InCluster inCluster,
    @Nullable URI standIn) {
  static final String CLUSTERS = "TOKEN_RESPONDER_KUBERNETES_CLUSTERS";
  static final String NAMESPACE = "TOKEN_RESPONDER_KUBERNETES_NAMESPACE";
  static final String STAND_IN = "TOKEN_RESPONDER_KUBERNETES_STAND_IN";
  static final String IN_CLUSTER = "in-cluster";

  /** In place of a kubeconfig: the cluster is one of a cloud, which tells how it is reached. */
  static final Set<String> CLOUDS = Set.of("eks", "gke");

  KubernetesSettings {
    kubeconfigs = Map.copyOf(kubeconfigs);
    ownNamespaces = Set.copyOf(ownNamespaces);
  }

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException when it cannot be understood; the message says what to change
   */
  static KubernetesSettings of(Map<String, String> environment) {
    Map<String, String> kubeconfigs = new LinkedHashMap<>();
    for (String entry : environment.getOrDefault(CLUSTERS, "").split(",")) {
      if (!entry.isBlank()) {
        int equals = entry.lastIndexOf('=');
        String name = equals < 0 ? "" : entry.substring(0, equals).strip();
        String path = entry.substring(equals + 1).strip();
        if (path.isEmpty() || equals >= 0 && name.isEmpty()) {
          throw wrong("'" + entry.strip() + "' is not name=kubeconfig");
        }
        if (name.isEmpty() && CLOUDS.contains(path)) {
          throw wrong("'" + path + "' needs the name of its cluster: name=" + path);
        }
        if (kubeconfigs.put(name, normalized(path)) != null) {
          throw wrong("'" + name + "' is there twice");
        }
      }
    }
    if (kubeconfigs.size() > 1 && kubeconfigs.containsKey("")) {
      throw wrong("of several clusters each needs a name");
    }
    List<String> files =
        kubeconfigs.values().stream().filter(value -> !CLOUDS.contains(value)).toList();
    if (Set.copyOf(files).size() < files.size()) {
      throw wrong("one kubeconfig is there under two names");
    }
    InCluster inCluster = InCluster.of(environment);
    return new KubernetesSettings(
        kubeconfigs,
        ownNamespaces(environment, kubeconfigs, inCluster),
        inCluster,
        standIn(environment));
  }

  private static String normalized(String path) {
    return path.equals(IN_CLUSTER) || CLOUDS.contains(path)
        ? path
        : Path.of(path).normalize().toString();
  }

  /** Where nothing is told of the responder itself, it might take its own rights away. */
  private static Set<String> ownNamespaces(
      Map<String, String> environment, Map<String, String> kubeconfigs, InCluster inCluster) {
    Set<String> own = new TreeSet<>();
    Optional.ofNullable(text(environment, NAMESPACE)).ifPresent(own::add);
    if (kubeconfigs.containsValue(IN_CLUSTER)) {
      inCluster.namespace().ifPresent(own::add);
    }
    if (own.isEmpty() && !kubeconfigs.isEmpty()) {
      throw new IllegalArgumentException(
          "set " + NAMESPACE + " to the namespace of the responder's service account");
    }
    return own;
  }

  private static @Nullable URI standIn(Map<String, String> environment) {
    String address = text(environment, STAND_IN);
    if (address == null) {
      return null;
    }
    if (!address.matches("http://127\\.0\\.0\\.1:[0-9]{1,5}/?")) {
      throw new IllegalArgumentException(STAND_IN + " must be http://127.0.0.1:port");
    }
    return URI.create(address);
  }

  private static @Nullable String text(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(CLUSTERS + ": " + why);
  }
}
