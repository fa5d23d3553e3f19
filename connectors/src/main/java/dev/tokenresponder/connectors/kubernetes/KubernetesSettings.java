package dev.tokenresponder.connectors.kubernetes;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the clusters are.
 *
 * @param kubeconfigs the path of a kubeconfig file, or {@code in-cluster}, by the name of the
 *     cluster; the one cluster that has no name is under the empty name
 * @param ownNamespace the namespace in which the responder runs
 * @param standIn what stands in for every cluster in tests
 */
record KubernetesSettings(
    Map<String, String> kubeconfigs, @Nullable String ownNamespace, @Nullable URI standIn) {
  static final String CLUSTERS = "TOKEN_RESPONDER_KUBERNETES_CLUSTERS";
  static final String NAMESPACE = "TOKEN_RESPONDER_KUBERNETES_NAMESPACE";
  static final String STAND_IN = "TOKEN_RESPONDER_KUBERNETES_STAND_IN";
  static final String IN_CLUSTER = "in-cluster";

  KubernetesSettings {
    kubeconfigs = Map.copyOf(kubeconfigs);
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
        if (kubeconfigs.put(name, path) != null) {
          throw wrong("'" + name + "' is there twice");
        }
      }
    }
    if (kubeconfigs.size() > 1 && kubeconfigs.containsKey("")) {
      throw wrong("of several clusters each needs a name");
    }
    return new KubernetesSettings(kubeconfigs, text(environment, NAMESPACE), standIn(environment));
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
