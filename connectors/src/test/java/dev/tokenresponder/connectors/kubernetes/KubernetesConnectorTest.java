package dev.tokenresponder.connectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesConnectorTest {
  private static final String CLUSTERS = "TOKEN_RESPONDER_KUBERNETES_CLUSTERS";
  private static final String NAMESPACE = "TOKEN_RESPONDER_KUBERNETES_NAMESPACE";
  private static final String STAND_IN = "TOKEN_RESPONDER_KUBERNETES_STAND_IN";

  @Test
  void without_a_cluster_there_are_no_handlers() {
    assertThat(KubernetesConnector.handlers(Map.of(), Clock.systemUTC(), Map.of())).isEmpty();
  }

  @Test
  void with_a_cluster_there_is_one_for_each_action() {
    assertThat(
            KubernetesConnector.handlers(
                    Map.of(CLUSTERS, "in-cluster", NAMESPACE, "responder"),
                    Clock.systemUTC(),
                    Map.of())
                .keySet())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.all().stream()
                .filter(a -> a.permissions().containsKey("kubernetes"))
                .map(a -> a.name())
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=x,b", "=x", "a=", "a=x,a=y"})
  void names_that_cannot_be_told_apart_are_refused(String clusters) {
    assertThatThrownBy(
            () ->
                KubernetesConnector.handlers(
                    Map.of(CLUSTERS, clusters), Clock.systemUTC(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(CLUSTERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://127.0.0.1:1", "http://example.com:1", "http://127.0.0.1.example.com"})
  void only_a_double_on_this_machine_can_stand_in(String address) {
    assertThatThrownBy(
            () ->
                KubernetesConnector.handlers(
                    Map.of(CLUSTERS, "x", NAMESPACE, "responder", STAND_IN, address),
                    Clock.systemUTC(),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(STAND_IN);
  }

  @Test
  void a_record_without_a_cluster_means_the_one_without_a_name() {
    try (KubernetesDouble cluster = new KubernetesDouble()) {
      Map<String, String> one = Map.of(CLUSTERS, KubernetesDouble.TOKEN, STAND_IN, cluster.root());

      assertThat(prepare(one, null)).isInstanceOf(Preparation.Unchanged.class);
      assertThat(cluster.requests()).hasSize(1);
    }
  }

  @Test
  void of_several_clusters_a_record_must_name_one() {
    Map<String, String> two = Map.of(CLUSTERS, "a=/nowhere/a,b=/nowhere/b");

    assertThat(prepare(two, null)).isInstanceOf(Preparation.Refused.class);
    assertThat(prepare(two, "c")).isInstanceOf(Preparation.Refused.class);
  }

  @Test
  void a_record_that_names_a_cluster_never_means_one_without_a_name() {
    Map<String, String> one = Map.of(CLUSTERS, "/nowhere/a");

    assertThat(prepare(one, "eks/111122223333/shop")).isInstanceOf(Preparation.Refused.class);
  }

  @Test
  void a_kubeconfig_that_cannot_be_read_is_not_quoted(@TempDir Path folder) throws IOException {
    Path broken = Files.writeString(folder.resolve("k"), "users: [{token: EXAMPLE-MUST-NOT-LEAK");

    assertThatThrownBy(() -> prepare(Map.of(CLUSTERS, broken.toString()), null))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("cannot be read")
        .hasNoCause()
        .message()
        .doesNotContain("MUST-NOT-LEAK");
  }

  private static Preparation prepare(Map<String, String> clusters, String cluster) {
    Map<String, String> environment = new HashMap<>(clusters);
    environment.put(NAMESPACE, "responder");
    Map<String, String> arguments =
        new HashMap<>(
            Map.of("namespace", "shop", "pod", "web-0", "pod_uid", "u", "principal", "shop/web"));
    if (cluster != null) {
      arguments.put(Arguments.CLUSTER, cluster);
    }
    ActionRequest request = KubernetesActions.request("delete-token-pod", "t", arguments);
    Map<String, String> asked = new HashMap<>(request.arguments());
    if (cluster == null) {
      asked.remove(Arguments.CLUSTER);
    }
    return KubernetesConnector.handlers(environment, Clock.systemUTC(), Map.of())
        .get("delete-token-pod")
        .prepare(
            new ActionRequest(
                request.incident(),
                request.action(),
                request.target(),
                request.account(),
                asked,
                request.mode(),
                request.reason(),
                request.evidence(),
                request.requestedAt(),
                1));
  }
}
