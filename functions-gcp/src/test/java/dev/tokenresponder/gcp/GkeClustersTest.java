package dev.tokenresponder.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters.Access;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GkeClustersTest {
  private static final String NAME =
      "projects/example-project/locations/europe-west1/clusters/prod";

  private final List<String> seen = new ArrayList<>();
  private HttpServer google;
  private int status = 200;
  private String answer =
      "{\"endpoint\":\"203.0.113.7\",\"masterAuth\":{\"clusterCaCertificate\":\"QQ==\"}}";

  @BeforeEach
  void start() throws IOException {
    google = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    google.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    google.start();
  }

  @AfterEach
  void stop() {
    google.stop(0);
  }

  @Test
  void a_cluster_is_found_with_its_endpoint_and_authority_and_the_responders_own_token() {
    Access access = clusters().access(NAME);

    assertThat(access.endpoint()).isEqualTo("https://203.0.113.7");
    assertThat(access.certificate()).isEqualTo("QQ==");
    assertThat(access.token().get()).isEqualTo("EXAMPLE");
    assertThat(seen)
        .containsExactly(
            "GET /v1/" + NAME + "?fields=endpoint,masterAuth/clusterCaCertificate Bearer EXAMPLE");
  }

  @ParameterizedTest
  @CsvSource({"403, false", "404, false", "429, true", "503, true"})
  void what_google_refuses_is_told_and_what_passes_is_tried_again(int code, boolean retryable) {
    status = code;
    answer = "{}";

    assertThatThrownBy(() -> clusters().access(NAME))
        .isInstanceOfSatisfying(
            ActionException.class, e -> assertThat(e.isRetryable()).isEqualTo(retryable));
  }

  @Test
  void a_redirect_takes_the_token_nowhere() {
    status = 302;

    assertThatThrownBy(() -> clusters().access(NAME)).isInstanceOf(ActionException.class);
    assertThat(seen).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"endpoint\":\"203.0.113.7\"}",
        "{\"endpoint\":\"x/../y\",\"masterAuth\":{\"clusterCaCertificate\":\"QQ==\"}}",
        "{\"endpoint\":\"a@b\",\"masterAuth\":{\"clusterCaCertificate\":\"QQ==\"}}",
        "[",
        ""
      })
  void an_answer_that_names_no_server_is_not_used(String strange) {
    answer = strange;

    assertThatThrownBy(() -> clusters().access(NAME)).isInstanceOf(ActionException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prod",
        "projects/p/locations/l/clusters/../x",
        "projects/p/locations/l/clusters/c?x=y",
        "projects/p/zones/z/clusters/c"
      })
  void what_is_no_name_of_gke_is_not_asked_for(String cluster) {
    assertThatThrownBy(() -> clusters().access(cluster)).isInstanceOf(ActionException.class);
    assertThat(seen).isEmpty();
  }

  private GkeClusters clusters() {
    return new GoogleClients(
            GoogleCredentials.create(new AccessToken("EXAMPLE", new Date(Long.MAX_VALUE))),
            URI.create("http://127.0.0.1:" + google.getAddress().getPort()))
        .clusters();
  }
}
