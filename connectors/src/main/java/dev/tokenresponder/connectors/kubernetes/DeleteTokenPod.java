package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes the pod that a token is bound to. The token is refused once the pod is gone, and in any
 * case some time that is 60 seconds or more after its deletion began (Kubernetes, "Managing Service
 * Accounts"). Only a pod that a controller replaces is deleted, and the controller is asked for
 * nothing. Permissions: {@code get pods}, {@code delete pods}.
 */
final class DeleteTokenPod extends ClusterAction {
  /** Those that put an equal pod in its place; a Job may give up, a Node only mirrors. */
  private static final Set<String> REPLACING =
      Set.of("ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController");

  DeleteTokenPod(Clusters clusters) {
    super(clusters);
  }

  @Override
  Preparation prepare(ActionRequest request, Cluster cluster) {
    String namespace = request.argument(Arguments.NAMESPACE);
    String name = request.argument(Arguments.POD);
    Optional<Pod> found = cluster.client().pod(namespace, name);
    if (found.isEmpty() || !isMeant(found.get(), request)) {
      return new Preparation.Unchanged(
          "pod " + namespace + "/" + name + " is gone, and its tokens with it", Undo.NOTHING);
    }
    Pod pod = found.get();
    Principal account = account(request, namespace, pod.getSpec().getServiceAccountName());
    if (!request.argument(Arguments.PRINCIPAL).equals(account.name())) {
      return new Preparation.Refused(
          "the pod runs as " + account.name() + ", which is not whom the token speaks for");
    }
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return new Preparation.Unchanged(ending(pod), Undo.NOTHING);
    }
    return controller(pod)
        .<Preparation>map(
            owner -> new Preparation.Ready(new Deletion(cluster, pod, account, owner)))
        .orElseGet(
            () ->
                new Preparation.Refused(
                    "no Deployment, StatefulSet or DaemonSet would replace pod "
                        + namespace
                        + "/"
                        + name
                        + ": a person must decide whether it may go"));
  }

  private static boolean isMeant(Pod pod, ActionRequest request) {
    return pod.getMetadata().getUid().equals(request.argument(Arguments.POD_UID));
  }

  private static Optional<OwnerReference> controller(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .filter(owner -> REPLACING.contains(owner.getKind()))
        .findFirst();
  }

  private static String ending(Pod pod) {
    return "pod "
        + pod.getMetadata().getNamespace()
        + "/"
        + pod.getMetadata().getName()
        + " is being deleted; until it is gone, or for about a minute, its tokens may still work";
  }

  private static final class Deletion implements Preparation.Change {
    private final Cluster cluster;
    private final Pod pod;
    private final Principal account;
    private final OwnerReference owner;

    Deletion(Cluster cluster, Pod pod, Principal account, OwnerReference owner) {
      this.cluster = cluster;
      this.pod = pod;
      this.account = account;
      this.owner = owner;
    }

    @Override
    public Principal principal() {
      return account;
    }

    @Override
    public String description() {
      return "delete pod " + name() + cluster.of() + ", which " + owner() + " replaces";
    }

    @Override
    public Undo undo() {
      Map<String, String> data =
          data(cluster, pod.getMetadata().getNamespace(), pod.getMetadata().getName());
      data.put("uid", pod.getMetadata().getUid());
      data.put("controller", owner());
      return new Undo("", data);
    }

    @Override
    public void apply() {
      cluster
          .client()
          .delete(
              "/api/v1/namespaces/"
                  + pod.getMetadata().getNamespace()
                  + "/pods/"
                  + pod.getMetadata().getName(),
              pod);
    }

    @Override
    public String verify() {
      Optional<Pod> now =
          cluster
              .client()
              .pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName())
              .filter(p -> p.getMetadata().getUid().equals(pod.getMetadata().getUid()));
      if (now.isEmpty()) {
        return "read back: pod " + name() + " is gone, and its tokens with it; " + rest();
      }
      if (now.get().getMetadata().getDeletionTimestamp() == null) {
        throw ActionException.retryable("pod " + name() + " is still there", null);
      }
      return "read back: " + ending(now.get()) + "; " + rest();
    }

    private String rest() {
      return owner() + " starts another pod, with a token of its own";
    }

    private String owner() {
      return owner.getKind() + " " + owner.getName();
    }

    private String name() {
      return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
  }
}
