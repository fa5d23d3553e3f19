package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts one pod off the network: a policy that allows nothing, for a label that only this pod gets,
 * with its UID as the value (Kubernetes, "Network Policies"). Policies add up, so a pod to which
 * another one allows something is refused; so is one in the network of its node. The pod and its
 * token live on. Permissions: {@code get} and {@code patch pods}, {@code create}, {@code get} and
 * {@code list networkpolicies}; {@code delete networkpolicies} to undo.
 */
final class QuarantinePod extends ClusterAction implements UndoHandler {
  static final String LABEL = "token-responder.dev/quarantine";

  QuarantinePod(Clusters clusters) {
    super(clusters);
  }

  @Override
  Preparation prepare(ActionRequest request, Cluster cluster) {
    String namespace = request.argument(Arguments.NAMESPACE);
    String name = request.argument(Arguments.POD);
    String uid = request.arguments().get(Arguments.POD_UID);
    Optional<Pod> found =
        cluster
            .client()
            .pod(namespace, name)
            .filter(pod -> uid == null || uid.equals(pod.getMetadata().getUid()));
    if (found.isEmpty()) {
      return new Preparation.Unchanged("pod " + namespace + "/" + name + " is gone", Undo.NOTHING);
    }
    Pod pod = found.get();
    if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
      return new Preparation.Refused(
          "pod " + namespace + "/" + name + " is in the network of its node: no policy reaches it");
    }
    Optional<NetworkPolicy> open =
        cluster.client().policies(namespace).stream()
            .filter(policy -> Selectors.allowsSomething(policy, pod))
            .findFirst();
    if (open.isPresent()) {
      return new Preparation.Refused(
          "network policy "
              + open.get().getMetadata().getName()
              + " allows the pod something, and policies add up: a person must decide");
    }
    Quarantine quarantine =
        new Quarantine(
            cluster,
            pod,
            account(request, namespace, pod.getSpec().getServiceAccountName()),
            giver(request));
    return quarantine.isThere()
        ? new Preparation.Unchanged(quarantine.told(), quarantine.undo())
        : new Preparation.Ready(quarantine);
  }

  @Override
  public String undo(Undo undo, Instant now) {
    Map<String, String> data = undo.data();
    String namespace = data.get("namespace");
    String name = data.get("name");
    String uid = data.get("uid");
    if (namespace == null || name == null || uid == null) {
      throw ActionException.permanent("it is not known which pod was cut off");
    }
    ClusterClient client = cluster(undo).client();
    Optional<Pod> pod =
        client.pod(namespace, name).filter(p -> uid.equals(p.getMetadata().getUid()));
    pod.filter(QuarantinePod::isLabelled).ifPresent(p -> client.label(p, LABEL, null));
    client.policy(namespace, policyName(uid)).ifPresent(policy -> delete(client, policy));
    boolean left =
        client.policy(namespace, policyName(uid)).isPresent()
            || client
                .pod(namespace, name)
                .filter(p -> uid.equals(p.getMetadata().getUid()))
                .filter(QuarantinePod::isLabelled)
                .isPresent();
    if (left) {
      throw ActionException.retryable("label or policy of the pod are still there", null);
    }
    return "read back: neither label nor policy are there; pod "
        + namespace
        + "/"
        + name
        + (pod.isPresent() ? " is on the network again" : " is gone");
  }

  private static void delete(ClusterClient client, NetworkPolicy policy) {
    client.delete(
        "/apis/networking.k8s.io/v1/namespaces/"
            + policy.getMetadata().getNamespace()
            + "/networkpolicies/"
            + policy.getMetadata().getName(),
        policy);
  }

  private static boolean isLabelled(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
        .containsKey(LABEL);
  }

  private static String policyName(String uid) {
    return "token-responder-quarantine-" + uid;
  }

  private static final class Quarantine implements Preparation.Change {
    private final Cluster cluster;
    private final Pod pod;
    private final Principal account;
    private final List<Principal> giver;

    Quarantine(Cluster cluster, Pod pod, Principal account, List<Principal> giver) {
      this.giver = giver;
      this.cluster = cluster;
      this.pod = pod;
      this.account = account;
    }

    @Override
    public Principal principal() {
      return account;
    }

    @Override
    public List<Principal> alsoAffected() {
      return giver;
    }

    @Override
    public String description() {
      return "cut pod " + name() + cluster.of() + " off the network";
    }

    @Override
    public Undo undo() {
      String namespace = pod.getMetadata().getNamespace();
      Map<String, String> data = data(cluster, namespace, pod.getMetadata().getName());
      data.put("uid", uid());
      String unlabel =
          Kubectl.command(
              "-n", namespace, "label", "pod", pod.getMetadata().getName(), LABEL + "-");
      String delete =
          Kubectl.command("-n", namespace, "delete", "networkpolicy", policyName(uid()));
      return new Undo(unlabel + " && " + delete, data);
    }

    /** The policy first: it selects nothing before the label is there. */
    @Override
    public void apply() {
      cluster.client().create(policy());
      if (!cluster.client().label(pod, LABEL, uid())) {
        throw ActionException.retryable("pod " + name() + " was changed meanwhile", null);
      }
    }

    @Override
    public String verify() {
      if (!isThere()) {
        throw ActionException.retryable(
            "pod " + name() + " is not cut off: label or policy are not as they should be", null);
      }
      return "read back: " + told();
    }

    String told() {
      return "pod "
          + name()
          + " has the label and the policy that allows it nothing; the network plugin has to enforce"
          + " it, connections that are open may last, and its token still works elsewhere";
    }

    boolean isThere() {
      String namespace = pod.getMetadata().getNamespace();
      boolean labelled =
          cluster
              .client()
              .pod(namespace, pod.getMetadata().getName())
              .filter(QuarantinePod::isLabelled)
              .map(now -> uid().equals(now.getMetadata().getLabels().get(LABEL)))
              .orElse(false);
      return labelled
          && cluster
              .client()
              .policy(namespace, policyName(uid()))
              .filter(this::allowsNothing)
              .isPresent();
    }

    private boolean allowsNothing(NetworkPolicy policy) {
      var spec = policy.getSpec();
      return spec != null
          && spec.getIngress().isEmpty()
          && spec.getEgress().isEmpty()
          && Set.copyOf(spec.getPolicyTypes()).equals(Set.of("Ingress", "Egress"))
          && policy().getSpec().getPodSelector().equals(spec.getPodSelector());
    }

    private NetworkPolicy policy() {
      return new NetworkPolicyBuilder()
          .withNewMetadata()
          .withName(policyName(uid()))
          .withNamespace(pod.getMetadata().getNamespace())
          .addToLabels("app.kubernetes.io/managed-by", "token-responder")
          .endMetadata()
          .withNewSpec()
          .withNewPodSelector()
          .addToMatchLabels(LABEL, uid())
          .endPodSelector()
          .withPolicyTypes("Ingress", "Egress")
          .endSpec()
          .build();
    }

    private String uid() {
      return pod.getMetadata().getUid();
    }

    private String name() {
      return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
  }
}
