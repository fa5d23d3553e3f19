package dev.tokenresponder.gcp.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.gcp.GoogleClients;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTasksTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final String QUEUE = "projects/example-project/locations/europe-west1/queues/q";

  private final List<String> seen = new ArrayList<>();
  private HttpServer google;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    google = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    google.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
          seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    google.start();
  }

  @AfterEach
  void stop() {
    google.stop(0);
  }

  @Test
  void the_function_is_called_at_its_time_with_a_push_and_a_token_of_its_caller() {
    Message message = new Message("Re-check Requested", "disable-keys", "{\"a\":1}");

    tasks().send(message, Duration.ofMinutes(5));

    assertThat(seen.get(0)).isEqualTo("POST /v2/" + QUEUE + "/tasks");
    assertThat(seen.get(1)).isEqualTo("Bearer EXAMPLE");
    JsonNode task = Json.read(seen.get(2).getBytes(StandardCharsets.UTF_8)).path("task");
    assertThat(task.path("scheduleTime").asText()).isEqualTo("2026-08-10T10:05:00Z");
    JsonNode call = task.path("httpRequest");
    assertThat(call.path("url").asText()).isEqualTo("https://f.example.com/");
    assertThat(call.path("httpMethod").asText()).isEqualTo("POST");
    assertThat(call.path("oidcToken").path("serviceAccountEmail").asText())
        .isEqualTo("pusher@example-project.iam.gserviceaccount.com");
    assertThat(call.path("oidcToken").path("audience").asText()).isEqualTo("audience");
    JsonNode push = Json.read(decode(call.path("body").asText()));
    assertThat(
            new String(decode(push.path("message").path("data").asText()), StandardCharsets.UTF_8))
        .isEqualTo(message.envelope());
  }

  @ParameterizedTest
  @CsvSource({"403, false", "404, false", "429, true", "503, true"})
  void what_is_not_taken_is_told(int code, boolean retryable) {
    status = code;

    assertThatThrownBy(() -> tasks().send(new Message("x", null, "{}"), Duration.ZERO))
        .isInstanceOfSatisfying(
            ActionException.class, e -> assertThat(e.isRetryable()).isEqualTo(retryable));
  }

  private CloudTasks tasks() {
    GoogleClients clients =
        new GoogleClients(
            GoogleCredentials.create(new AccessToken("EXAMPLE", new Date(Long.MAX_VALUE))),
            URI.create("http://127.0.0.1:" + google.getAddress().getPort()));
    return new CloudTasks(
        clients.requests(),
        clients.root(CloudTasks.GOOGLE) + "v2/" + QUEUE + "/tasks",
        new CloudTasks.Target(
            "https://f.example.com/", "pusher@example-project.iam.gserviceaccount.com", "audience"),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
