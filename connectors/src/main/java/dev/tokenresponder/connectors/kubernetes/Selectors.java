package dev.tokenresponder.connectors.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which network policies let something through to or from a pod. */
final class Selectors {

  private Selectors() {}

  /** Policies add up: one that allows something undoes another that allows nothing. */
  static boolean allowsSomething(NetworkPolicy policy, Pod pod) {
    var spec = policy.getSpec();
    return spec != null
        && !(spec.getIngress().isEmpty() && spec.getEgress().isEmpty())
        && selects(spec.getPodSelector(), pod);
  }

  /** As Kubernetes, "Labels and Selectors"; what is not understood counts as selecting. */
  static boolean selects(@Nullable LabelSelector selector, Pod pod) {
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    if (selector == null) {
      return true;
    }
    Map<String, String> wanted = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
    return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())))
        && selector.getMatchExpressions().stream().allMatch(r -> holds(r, labels));
  }

  private static boolean holds(LabelSelectorRequirement rule, Map<String, String> labels) {
    String value = labels.get(rule.getKey());
    return switch (rule.getOperator()) {
      case "In" -> value != null && rule.getValues().contains(value);
      case "NotIn" -> value == null || !rule.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> true;
    };
  }
}
