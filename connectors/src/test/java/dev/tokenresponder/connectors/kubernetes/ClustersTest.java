package dev.tokenresponder.connectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster is asked, and that the token goes to no other. */
class ClustersTest {
  private static final String CLUSTERS = "TOKEN_RESPONDER_KUBERNETES_CLUSTERS";
  private static final String NAMESPACE = "TOKEN_RESPONDER_KUBERNETES_NAMESPACE";

  @Test
  void a_record_without_a_cluster_never_means_one_that_has_a_name() {
    try (KubernetesDouble cluster = new KubernetesDouble()) {
      Path kubeconfig = KubernetesActions.kubeconfig(cluster.root());

      assertThat(prepare(Map.of(CLUSTERS, "eks/111122223333/shop=" + kubeconfig)))
          .isInstanceOf(Preparation.Refused.class);
      assertThat(cluster.requests()).isEmpty();
    }
  }

  @Test
  void a_redirect_is_not_followed() throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer elsewhere = server();
    elsewhere.createContext(
        "/",
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    HttpServer cluster = server();
    cluster.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Location", "http://localhost:" + elsewhere.getAddress().getPort() + "/");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    try {
      Path kubeconfig =
          KubernetesActions.kubeconfig("http://127.0.0.1:" + cluster.getAddress().getPort());

      assertThatThrownBy(() -> prepare(Map.of(CLUSTERS, kubeconfig.toString())))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("307");
      assertThat(seen).isEmpty();
    } finally {
      cluster.stop(0);
      elsewhere.stop(0);
    }
  }

  private static HttpServer server() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.start();
    return server;
  }

  @Test
  void in_cluster_is_the_cluster_it_runs_in_and_no_kubeconfig() {
    try (KubernetesDouble other = new KubernetesDouble()) {
      System.setProperty("kubeconfig", KubernetesActions.kubeconfig(other.root()).toString());

      assertThatThrownBy(() -> prepare(Map.of(CLUSTERS, "in-cluster")))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining("in-cluster");
      assertThat(other.requests()).isEmpty();
    } finally {
      System.clearProperty("kubeconfig");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=/x/k,b=/x/k", "a=/x/k,b=/x/y/../k", "a=in-cluster,b=in-cluster"})
  void one_cluster_under_two_names_is_refused(String clusters) {
    assertThatThrownBy(
            () ->
                KubernetesConnector.handlers(
                    Map.of(CLUSTERS, clusters, NAMESPACE, "responder"),
                    Clock.systemUTC(),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(CLUSTERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x/k", "in-cluster"})
  void without_the_responders_own_namespace_nothing_is_done(String clusters) {
    assertThatThrownBy(
            () ->
                KubernetesConnector.handlers(
                    Map.of(CLUSTERS, clusters), Clock.systemUTC(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NAMESPACE);
  }

  private static Preparation prepare(Map<String, String> clusters) {
    Map<String, String> environment = new HashMap<>(clusters);
    environment.put(NAMESPACE, "responder");
    Map<String, String> arguments = new HashMap<>();
    ActionRequest named =
        KubernetesActions.request(
            "delete-token-pod",
            "t",
            Map.of("namespace", "shop", "pod", "web-0", "pod_uid", "u", "principal", "shop/web"));
    arguments.putAll(named.arguments());
    arguments.remove(Arguments.CLUSTER);
    return KubernetesConnector.handlers(environment, Clock.systemUTC(), Map.of())
        .get("delete-token-pod")
        .prepare(
            new ActionRequest(
                named.incident(),
                named.action(),
                named.target(),
                named.account(),
                arguments,
                named.mode(),
                named.reason(),
                named.evidence(),
                named.requestedAt(),
                1));
  }
}
