package dev.tokenresponder.connectors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A RoleBinding or ClusterRoleBinding, whichever it is.
 *
 * @param rebuilt makes the object with other subjects
 */
record Binding(
    ObjectMeta metadata,
    RoleRef role,
    List<Subject> subjects,
    Function<List<Subject>, HasMetadata> rebuilt) {
  private static final String ROLES = "rbac.authorization.k8s.io";

  Binding {
    subjects = List.copyOf(subjects);
  }

  static Binding of(RoleBinding binding) {
    return new Binding(
        binding.getMetadata(),
        binding.getRoleRef(),
        binding.getSubjects(),
        subjects -> new RoleBindingBuilder(binding).withSubjects(subjects).build());
  }

  static Binding of(ClusterRoleBinding binding) {
    return new Binding(
        binding.getMetadata(),
        binding.getRoleRef(),
        binding.getSubjects(),
        subjects -> new ClusterRoleBindingBuilder(binding).withSubjects(subjects).build());
  }

  /** Whether the API server itself made it (Kubernetes, "Using RBAC", "Auto-reconciliation"). */
  boolean isOfTheCluster() {
    return metadata.getName().startsWith("system:")
        || metadata.getLabels() != null
            && metadata.getLabels().containsKey("kubernetes.io/bootstrapping");
  }

  /** Which object it is and what it gives: a binding made anew under its name has another. */
  String mark() {
    return metadata.getUid() + " " + role.getKind() + "/" + role.getName();
  }

  boolean has(String member) {
    return subjects.stream().anyMatch(subject -> name(subject).equals(member));
  }

  /** The object to write so that the member is out of it. */
  HasMetadata without(String member) {
    return rebuilt.apply(
        subjects.stream().filter(subject -> !name(subject).equals(member)).toList());
  }

  /** The object to write so that the member is in it. */
  HasMetadata with(String member) {
    List<Subject> all = new ArrayList<>(subjects);
    all.add(subject(member));
    return rebuilt.apply(all);
  }

  /** {@code Kind:name} or {@code Kind:namespace/name}, as the decoder spells it. */
  private static String name(Subject subject) {
    String namespace = subject.getNamespace();
    return subject.getKind() + ":" + (namespace == null ? "" : namespace + "/") + subject.getName();
  }

  private static Subject subject(String member) {
    String kind = member.substring(0, member.indexOf(':'));
    String name = member.substring(member.indexOf(':') + 1);
    if (!kind.equals("ServiceAccount")) {
      return new Subject(ROLES, kind, name, null);
    }
    int slash = name.indexOf('/');
    return new Subject(null, kind, name.substring(slash + 1), name.substring(0, slash));
  }
}
