package dev.tokenresponder.connectors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The few calls that the actions need (Kubernetes API reference: Pod, Secret, ServiceAccount,
 * RoleBinding, ClusterRoleBinding, NetworkPolicy v1). Names have been checked by whoever asks.
 */
final class ClusterClient {
  private final KubernetesClient client;

  ClusterClient(KubernetesClient client) {
    this.client = client;
  }

  /** Needs {@code get pods}. */
  Optional<Pod> pod(String namespace, String name) {
    return get(
        "look at pod " + namespace + "/" + name,
        name,
        () -> client.pods().inNamespace(namespace).withName(name).get());
  }

  /** Needs {@code get secrets}; the caller passes on nothing of its data. */
  Optional<Secret> secret(String namespace, String name) {
    return get(
        "look at secret " + namespace + "/" + name,
        name,
        () -> client.secrets().inNamespace(namespace).withName(name).get());
  }

  /** Needs {@code get serviceaccounts}. */
  Optional<ServiceAccount> serviceAccount(String namespace, String name) {
    return get(
        "look at service account " + namespace + "/" + name,
        name,
        () -> client.serviceAccounts().inNamespace(namespace).withName(name).get());
  }

  /** Needs {@code get networkpolicies}. */
  Optional<NetworkPolicy> policy(String namespace, String name) {
    return get(
        "look at network policy " + namespace + "/" + name,
        name,
        () -> client.network().v1().networkPolicies().inNamespace(namespace).withName(name).get());
  }

  /** Needs {@code list networkpolicies}. */
  List<NetworkPolicy> policies(String namespace) {
    return Calls.make(
        "list the network policies of " + namespace,
        () -> client.network().v1().networkPolicies().inNamespace(namespace).list().getItems());
  }

  /**
   * The binding; needs {@code get rolebindings} or {@code get clusterrolebindings}.
   *
   * @param namespace null for a ClusterRoleBinding
   */
  Optional<Binding> binding(@Nullable String namespace, String name) {
    if (namespace == null) {
      return this.<ClusterRoleBinding>get(
              "look at cluster role binding " + name,
              name,
              () -> client.rbac().clusterRoleBindings().withName(name).get())
          .map(Binding::of);
    }
    return this.<RoleBinding>get(
            "look at role binding " + namespace + "/" + name,
            name,
            () -> client.rbac().roleBindings().inNamespace(namespace).withName(name).get())
        .map(Binding::of);
  }

  /**
   * Writes an object over the version that was read.
   *
   * @return false when it has another version by now, or is gone
   */
  boolean replace(HasMetadata object) {
    String version = object.getMetadata().getResourceVersion();
    return Calls.attempt(
        "write " + described(object),
        () -> client.resource(object).lockResourceVersion(version).update());
  }

  /**
   * Makes an object.
   *
   * @return false when there is one of that name
   */
  boolean create(HasMetadata object) {
    return Calls.attempt("create " + described(object), () -> client.resource(object).create());
  }

  /**
   * Goes through the motions of making an object and keeps nothing (Kubernetes, "API Concepts",
   * "Dry-run").
   *
   * @throws dev.tokenresponder.action.ActionException when it would not be allowed
   */
  void tryToCreate(HasMetadata object) {
    Calls.attempt("create " + described(object), () -> client.resource(object).dryRun().create());
  }

  /**
   * Deletes the very object that was looked at, never a later one of its name.
   *
   * @param path for example {@code /api/v1/namespaces/shop/pods/web-0}
   */
  boolean delete(String path, HasMetadata object) {
    Map<String, Object> options =
        Map.of(
            "kind", "DeleteOptions",
            "apiVersion", "v1",
            "preconditions", Map.of("uid", object.getMetadata().getUid()));
    return Calls.attempt("delete " + described(object), () -> client.raw(path, "DELETE", options));
  }

  /**
   * Sets or removes one label of a pod; needs {@code patch pods}. The UID goes with it, and since
   * it cannot be changed, a later pod of the same name is not labelled.
   */
  boolean label(Pod pod, String label, @Nullable String value) {
    String text = value == null ? "null" : "\"" + value + "\"";
    String patch =
        "{\"metadata\":{\"uid\":\"%s\",\"labels\":{\"%s\":%s}}}"
            .formatted(pod.getMetadata().getUid(), label, text);
    return Calls.attempt(
        "label " + described(pod),
        () ->
            client
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }

  private static String described(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return object.getKind()
        + " "
        + (namespace == null ? "" : namespace + "/")
        + object.getMetadata().getName();
  }

  private <T extends HasMetadata> Optional<T> get(
      String what, String name, Supplier<@Nullable T> call) {
    return Calls.make(
        what,
        () -> {
          T object = call.get();
          if (object == null) {
            return Optional.empty();
          }
          if (object.getMetadata() == null
              || object.getMetadata().getUid() == null
              || !name.equals(object.getMetadata().getName())) {
            throw Calls.unreadable(what);
          }
          return Optional.of(object);
        });
  }
}
