package dev.tokenresponder.action;

import java.util.List;
import java.util.Map;

/** What can be done in Kubernetes; permissions are spelled as {@code kubectl auth can-i} does. */
final class KubernetesActions {
  private static final String KUBERNETES = "kubernetes";
  private static final String RBAC = ".rbac.authorization.k8s.io";
  private static final String NETWORKING = ".networking.k8s.io";

  static final List<ActionSpec> ALL =
      List.of(
          new ActionSpec(
              "remove-binding-subject",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  KUBERNETES,
                  List.of(
                      "bind clusterroles" + RBAC,
                      "bind roles" + RBAC,
                      "get clusterrolebindings" + RBAC,
                      "get rolebindings" + RBAC,
                      "update clusterrolebindings" + RBAC,
                      "update rolebindings" + RBAC)),
              "Takes one subject out of one RoleBinding or ClusterRoleBinding; every other subject"
                  + " stays. It holds from the next request on.",
              "Add the subject again.",
              "ServiceAccount:shop/web in clusterrolebindings/web-debug",
              KubernetesBindings::bindingSubjects),
          new ActionSpec(
              "quarantine-pod",
              "revoke-sessions",
              true,
              true,
              Map.of(
                  KUBERNETES,
                  List.of(
                      "create networkpolicies" + NETWORKING,
                      "get networkpolicies" + NETWORKING,
                      "get pods",
                      "list networkpolicies" + NETWORKING,
                      "patch pods")),
              "Cuts one pod off the network in both directions, by a label and a NetworkPolicy that"
                  + " selects just that label; the pod and its token live on.",
              "Remove the label and the policy.",
              "shop/pods/web-0",
              KubernetesBindings::quarantine),
          new ActionSpec(
              "delete-token-pod",
              "revoke-sessions",
              true,
              true,
              Map.of(KUBERNETES, List.of("delete pods", "get pods")),
              "Deletes the pod that a token is bound to, and with it the token; only where a"
                  + " Deployment, StatefulSet or DaemonSet puts another pod in its place. The token"
                  + " works for about a minute more.",
              "The controller starts another pod; there is nothing to undo.",
              "shop/pods/web-0",
              KubernetesBindings::tokenPod),
          new ActionSpec(
              "delete-token-secret",
              "disable-keys",
              true,
              false,
              Map.of(KUBERNETES, List.of("delete secrets", "get secrets")),
              "Deletes the secret that holds a token of a service account which never expires; the"
                  + " token is refused from then on.",
              "Make another secret for the service account; the value of the token is gone.",
              "platform/secrets/deploy-admin-token",
              KubernetesBindings::tokenSecret),
          new ActionSpec(
              "recreate-service-account",
              "revoke-sessions",
              true,
              false,
              Map.of(
                  KUBERNETES,
                  List.of(
                      "create serviceaccounts", "delete serviceaccounts", "get serviceaccounts")),
              "Deletes a service account and makes it again under the same name, which ends every"
                  + " token of it, those of its running pods too; its bindings hold.",
              "None: restart the pods that use the account, so that they get new tokens.",
              "platform/serviceaccounts/deploy-admin",
              KubernetesBindings::serviceAccount));

  private KubernetesActions() {}
}
