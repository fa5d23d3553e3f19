package dev.tokenresponder.connectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that shows a certificate of its own authority, as those of clouds do. */
class ManagedClustersTest {
  private static final String NAME = "eks/111122223333/prod";
  private static final String NOTHING =
      "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\","
          + "\"code\":404}";

  private static HttpsServer server;
  private static String authority;
  private static String stranger;
  private static final List<String> SEEN = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, GeneralSecurityException {
    authority = certificate(folder, "api");
    stranger = certificate(folder, "stranger");
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(folder.resolve("api.p12"))));
    server.createContext(
        "/",
        exchange -> {
          SEEN.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = NOTHING.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void the_cloud_tells_the_server_its_authority_and_a_token_for_each_call() {
    Deque<String> tokens = new ArrayDeque<>(List.of("EXAMPLE-1", "EXAMPLE-2"));
    Clusters clusters = clusters(NAME + "=eks", Map.of("eks", name -> access(authority, tokens)));

    ClusterClient client = clusters.find(NAME).orElseThrow().client();
    client.pod("shop", "web-0");
    client.pod("shop", "web-0");

    assertThat(SEEN).containsExactly("Bearer EXAMPLE-1", "Bearer EXAMPLE-2");
  }

  @Test
  void a_server_of_another_authority_is_sent_nothing() {
    Clusters clusters =
        clusters(
            NAME + "=eks",
            Map.of("eks", name -> access(stranger, new ArrayDeque<>(List.of("EXAMPLE")))));
    ClusterClient client = clusters.find(NAME).orElseThrow().client();

    assertThatThrownBy(() -> client.pod("shop", "web-0")).isInstanceOf(ActionException.class);
    assertThat(SEEN).isEmpty();
  }

  @Test
  void a_server_without_tls_is_not_used() {
    Clusters clusters =
        clusters(
            NAME + "=eks",
            Map.of("eks", name -> new Access("http://127.0.0.1:1", authority, () -> "EXAMPLE")));

    assertThatThrownBy(() -> clusters.find(NAME)).hasMessageContaining("https");
  }

  @Test
  void the_cloud_is_asked_for_the_very_cluster_of_the_record() {
    List<String> asked = new ArrayList<>();
    Clusters clusters =
        clusters(
            NAME + "=eks,eks/111122223333/test=eks",
            Map.of(
                "eks",
                name -> {
                  asked.add(name);
                  return access(authority, new ArrayDeque<>());
                }));

    clusters.find("eks/111122223333/test");
    clusters.find("eks/111122223333/test");
    clusters.find("eks/111122223333/other");

    assertThat(asked).containsExactly("eks/111122223333/test");
  }

  @Test
  void where_the_identity_of_the_cloud_is_not_at_hand_it_says_so() {
    Clusters clusters = clusters("x=gke", Map.of());

    assertThatThrownBy(() -> clusters.find("x"))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("'gke'")
        .hasMessageContaining("kubeconfig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eks", "gke"})
  void a_cluster_of_a_cloud_has_a_name(String clusters) {
    assertThatThrownBy(() -> clusters(clusters, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name=" + clusters);
  }

  @Test
  void nothing_of_a_token_is_shown() {
    assertThat(access(authority, new ArrayDeque<>(List.of("EXAMPLE"))).toString())
        .doesNotContain("EXAMPLE")
        .contains("127.0.0.1");
  }

  private static Clusters clusters(String named, Map<String, ManagedClusters> clouds) {
    return new Clusters(
        KubernetesSettings.of(
            Map.of(KubernetesSettings.CLUSTERS, named, KubernetesSettings.NAMESPACE, "responder")),
        clouds);
  }

  private static Access access(String certificate, Deque<String> tokens) {
    return new Access(
        "https://127.0.0.1:" + server.getAddress().getPort(), certificate, tokens::removeFirst);
  }

  /** Makes a key with a certificate of its own in NAME.p12, and gives the certificate. */
  private static String certificate(Path folder, String name) throws IOException {
    String store = folder.resolve(name + ".p12").toString();
    keytool(
        "-genkeypair -alias k -keyalg EC -dname CN=" + name + " -ext san=ip:127.0.0.1 -keystore",
        store);
    Path pem = folder.resolve(name + ".pem");
    keytool("-exportcert -rfc -alias k -file " + pem + " -keystore", store);
    return Base64.getEncoder().encodeToString(Files.readAllBytes(pem));
  }

  private static void keytool(String arguments, String store) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of(store, "-storepass", "changeit"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
