package dev.tokenresponder.connectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InClusterTest {
  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final Map<String, String> POD =
      Map.of(HOST, "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");

  @TempDir private Path mounted;

  @BeforeEach
  void mount() throws IOException {
    Files.writeString(mounted.resolve("token"), "EXAMPLE-TOKEN-1\n");
    Files.writeString(mounted.resolve("ca.crt"), "EXAMPLE");
    Files.writeString(mounted.resolve("namespace"), "responder");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, https://10.0.0.1:443", "fd00::1, 'https://[fd00::1]:443'"})
  void it_is_what_the_pod_is_given(String host, String address) throws IOException {
    Map<String, String> environment = new HashMap<>(POD);
    environment.put(HOST, host);
    InCluster cluster = new InCluster(mounted, environment);
    Config config = cluster.config();

    assertThat(config.getMasterUrl()).startsWith(address);
    assertThat(config.getCaCertFile()).isEqualTo(mounted.resolve("ca.crt").toString());
    assertThat(cluster.namespace()).contains("responder");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("EXAMPLE-TOKEN-1");
    Files.writeString(mounted.resolve("token"), "EXAMPLE-TOKEN-2");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("EXAMPLE-TOKEN-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "ca.crt"})
  void without_what_a_pod_is_given_there_is_no_cluster(String missing) throws IOException {
    Files.delete(mounted.resolve(missing));

    assertThatThrownBy(() -> new InCluster(mounted, POD).config())
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("in-cluster");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"})
  void without_the_address_there_is_no_cluster(String missing) {
    Map<String, String> environment = new HashMap<>(POD);
    environment.put(missing, "");

    assertThatThrownBy(() -> new InCluster(mounted, environment).config())
        .isInstanceOf(ActionException.class);
  }

  @Test
  void outside_of_a_cluster_there_is_no_namespace() throws IOException {
    Files.delete(mounted.resolve("namespace"));

    assertThat(new InCluster(mounted, POD).namespace()).isEmpty();
  }
}
