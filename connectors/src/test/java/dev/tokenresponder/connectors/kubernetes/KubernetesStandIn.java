package dev.tokenresponder.connectors.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tokenresponder.connectors.saas.StandIn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A cluster, with two pods of a set. */
public final class KubernetesStandIn implements StandIn {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PODS = "/api/v1/namespaces/shop/pods";

  private final KubernetesDouble cluster = new KubernetesDouble();
  private final Path kubeconfig = KubernetesActions.kubeconfig(cluster.root());

  public KubernetesStandIn() {
    cluster.permit(List.of("delete pods", "get pods"));
    pod("web-0");
    pod("web-1");
  }

  private void pod(String name) {
    cluster.put(
        PODS,
        """
        {'apiVersion': 'v1', 'kind': 'Pod',
         'metadata': {'name': '%s', 'namespace': 'shop',
           'ownerReferences': [{'apiVersion': 'apps/v1', 'kind': 'StatefulSet', 'name': 'web',
             'uid': 'u', 'controller': true}]},
         'spec': {'serviceAccountName': 'web', 'containers': [{'name': 'web', 'image': 'web'}]}}
        """
            .formatted(name));
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public String sample() {
    return "kubernetes.audit/eks-log-batch.json";
  }

  /** Unpacked, and with the UID that the mock gave the pod. */
  @Override
  public String adapted(String record) {
    String uid = cluster.get(PODS + "/web-0").at("/metadata/uid").asText();
    try {
      byte[] packed = JSON.readTree(record).at("/awslogs/data").binaryValue();
      byte[] batch = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
      return new String(batch, StandardCharsets.UTF_8)
          .replace("00000000-cccc-4ccc-8ccc-000000000002", uid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "TOKEN_RESPONDER_KUBERNETES_CLUSTERS",
        KubernetesActions.CLUSTER + "=" + kubeconfig,
        "TOKEN_RESPONDER_KUBERNETES_NAMESPACE",
        "responder");
  }

  @Override
  public List<String> state() {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("web-0", "web-1")) {
      JsonNode pod = cluster.get(PODS + "/" + name);
      lines.add("pod shop/" + name + (pod == null ? " is gone" : " runs"));
    }
    return lines;
  }

  @Override
  public boolean comesBack() {
    return false;
  }

  @Override
  public void close() {
    cluster.close();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
