package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionHandler;
import java.time.Clock;
import java.util.Map;

/**
 * The actions in Kubernetes clusters. {@code TOKEN_RESPONDER_KUBERNETES_CLUSTERS} names the
 * clusters: the path of one kubeconfig file, {@code in-cluster}, or several {@code name=path},
 * parted by commas, {@code eks} and {@code gke} in place of a path being clusters of the cloud at
 * hand; {@code TOKEN_RESPONDER_KUBERNETES_NAMESPACE} is the namespace of the responder's own
 * service account, of which nothing is touched, and needed unless a pod tells it; {@code
 * TOKEN_RESPONDER_KUBERNETES_STAND_IN} points every cluster at a double.
 */
public final class KubernetesConnector {

  private KubernetesConnector() {}

  /**
   * The handlers by action name; none when no cluster is configured.
   *
   * @param clouds what is at hand of {@code eks} and {@code gke}
   * @throws IllegalArgumentException when the environment cannot be understood
   */
  public static Map<String, ActionHandler> handlers(
      Map<String, String> environment, Clock clock, Map<String, ManagedClusters> clouds) {
    KubernetesSettings settings = KubernetesSettings.of(environment);
    if (settings.kubeconfigs().isEmpty()) {
      return Map.of();
    }
    Clusters clusters = new Clusters(settings, clouds);
    return Map.of(
        "remove-binding-subject", new RemoveBindingSubject(clusters),
        "quarantine-pod", new QuarantinePod(clusters),
        "delete-token-pod", new DeleteTokenPod(clusters),
        "delete-token-secret", new DeleteTokenSecret(clusters),
        "recreate-service-account", new RecreateServiceAccount(clusters));
  }
}
