package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Clusters of GKE, at whose address nothing answers (Kubernetes Engine REST reference, {@code
 * projects.locations.clusters.get}).
 */
final class ClustersDouble {
  private static final Pattern PATH =
      Pattern.compile("v1/(projects/[^/]+/locations/[^/]+/clusters/[^/]+)");

  private final Access access;

  ClustersDouble(Access access) {
    this.access = access;
  }

  @Nullable JsonNode answer(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches() || !call.method().equals("GET")) {
      return null;
    }
    access.permit(call, "container.clusters.get", path.group(1));
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("endpoint", "127.0.0.1");
    answer.putObject("masterAuth").put("clusterCaCertificate", "QQ==");
    return answer;
  }
}
