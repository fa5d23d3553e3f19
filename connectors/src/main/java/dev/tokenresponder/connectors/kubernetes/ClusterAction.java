package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all actions begin with: which cluster is meant, and that it is not the responder's home. */
abstract class ClusterAction implements ActionHandler {
  private final Clusters clusters;

  ClusterAction(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public final Preparation prepare(ActionRequest request) {
    String named = request.arguments().get(Arguments.CLUSTER);
    Optional<Cluster> cluster = clusters.find(named);
    if (cluster.isEmpty()) {
      return new Preparation.Refused(
          named == null
              ? "the record does not tell which of the configured clusters it is from"
              : "cluster " + named + " is not among the configured ones");
    }
    String namespace = request.arguments().get(Arguments.NAMESPACE);
    String member = request.arguments().get(Arguments.BINDING_SUBJECT);
    String others = member == null ? null : Member.namespace(member);
    for (String touched : Arrays.asList(namespace, others)) {
      if (clusters.isOwn(touched)) {
        return new Preparation.Refused(
            touched + " is the responder's own namespace: a person must do it by hand");
      }
    }
    return prepare(request, cluster.get());
  }

  abstract Preparation prepare(ActionRequest request, Cluster cluster);

  /** The cluster that an outcome names. */
  final Cluster cluster(Undo undo) {
    return clusters.configured(undo.data().getOrDefault("cluster", ""));
  }

  static Map<String, String> data(Cluster cluster, @Nullable String namespace, String name) {
    Map<String, String> data = new TreeMap<>();
    data.put("cluster", cluster.name());
    data.put("name", name);
    if (namespace != null) {
      data.put("namespace", namespace);
    }
    return data;
  }

  /** Whose doing is taken back, where the record told. */
  static List<Principal> giver(ActionRequest request) {
    String user = request.arguments().get(Arguments.GIVEN_BY);
    return user == null ? List.of() : List.of(Member.principal(request, "User:" + user));
  }

  /** A service account as exemptions name it. */
  static Principal account(
      ActionRequest request, @Nullable String namespace, @Nullable String name) {
    return new Principal(
        PrincipalType.SERVICE_ACCOUNT,
        "system:serviceaccount:" + namespace + ":" + name,
        namespace + "/" + name,
        request.account(),
        null);
  }
}
