package dev.tokenresponder.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiClientTest {
  private static final String SECRET = "SSWS canary-token";

  /** Of who waits for an answer that does not come. */
  private static final Duration LITTLE = Duration.ofMillis(500);

  private static final String STALLED = "stalled";
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private HttpServer server;
  private ApiClient client;

  private record Answer(int status, String body, Map<String, String> headers) {
    static Answer of(int status, String body) {
      return new Answer(status, body, Map.of());
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    client = client(Duration.ofSeconds(10));
  }

  private ApiClient client(Duration patience) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new ApiClient(
        ApiHost.standIn("Okta", base), () -> SECRET, patience, Duration.ofMillis(5));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized Answer take(HttpExchange exchange) {
    seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    return answers.isEmpty() ? Answer.of(200, "{}") : answers.remove();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = take(exchange);
      if (answer.status() == 0) {
        pause(2 * LITTLE.toMillis());
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      if (answer.body().equals(STALLED)) {
        stall(exchange, answer.status());
        return;
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** A head and half a body, and then nothing for longer than anybody waits. */
  private static void stall(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 1_000);
    exchange.getResponseBody().write("{\"id\":".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    pause(10 * LITTLE.toMillis());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ApiResponse get() {
    return client.call(ApiRequest.get("look at user 1", "/users/1"));
  }

  @Test
  void an_answer_is_read_as_json() {
    answers.add(Answer.of(200, "{\"id\":\"1\"}"));

    assertThat(get().body().path("id").asText()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void what_may_pass_is_tried_again(int status) {
    answers.add(Answer.of(status, "busy"));

    assertThat(get().status()).isEqualTo(200);
    assertThat(seen).hasSize(2);
  }

  @Test
  void no_more_than_three_times() {
    for (int i = 0; i < 5; i++) {
      answers.add(Answer.of(503, ""));
    }

    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessage("could not look at user 1 now: Okta: HTTP 503");
    assertThat(seen).hasSize(3);
  }

  @Test
  void not_before_the_time_it_was_told_and_not_at_all_when_that_is_long() {
    answers.add(new Answer(429, "", Map.of("Retry-After", "1")));
    long begun = System.nanoTime();
    get();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));

    answers.add(new Answer(429, "", Map.of("Retry-After", "60")));
    assertThatThrownBy(this::get).hasMessageContaining("again in 60 s");
    assertThat(seen).hasSize(3);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"errorCode\":\"E0000001\"} | HTTP 400 E0000001",
        "401 | {\"error\":\"invalid_token\"} | not accepted (HTTP 401 invalid_token)",
        "403 | {\"error\":{\"code\":\"Authorization_RequestDenied\"}} | lacks the permission (HTTP 403 Authorization_RequestDenied)",
        "404 | nothing | no such thing (HTTP 404)",
        "409 | {\"error\":\"<script>\\n\"} | user 1: HTTP 409",
      })
  void what_will_not_pass_is_said_with_its_code_only(int status, String body, String said) {
    answers.add(Answer.of(status, body));

    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .message()
        .endsWith(said);
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_status_that_is_expected_is_an_answer() {
    answers.add(Answer.of(404, "{}"));

    assertThat(client.call(ApiRequest.get("look", "/x").accepting(404)).isNotFound()).isTrue();
  }

  @Test
  void a_redirect_is_not_followed() {
    answers.add(new Answer(302, "", Map.of("Location", "http://127.0.0.1:1/steal")));

    assertThatThrownBy(this::get).hasMessageContaining("HTTP 302");
    assertThat(seen).hasSize(1);
  }

  @Test
  void who_does_not_answer_in_time_is_asked_again() {
    client = client(LITTLE);
    answers.add(Answer.of(0, ""));

    assertThat(get().status()).isEqualTo(200);
  }

  @Test
  void who_begins_an_answer_and_does_not_end_it_is_asked_again() {
    client = client(LITTLE);
    answers.add(Answer.of(200, STALLED));
    long begun = System.nanoTime();

    assertThat(get().status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LITTLE.multipliedBy(9));
  }

  @Test
  void an_answer_that_has_no_end_is_not_read_to_it() {
    for (int i = 0; i < 3; i++) {
      answers.add(Answer.of(200, "[" + " ".repeat(5 * 1_024 * 1_024) + "]"));
    }

    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Rate-Limit-Reset", "x-ratelimit-reset"})
  void not_before_a_limit_ends(String header) {
    String reset = String.valueOf(Instant.now().plusSeconds(90).getEpochSecond());
    answers.add(new Answer(429, "", Map.of(header, reset)));

    assertThatThrownBy(this::get).hasMessageMatching(".*again in (8[5-9]|9[0-1]) s");
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_limit_ends_by_the_clock_of_who_tells_it() {
    Map<String, List<String>> headers =
        Map.of(
            "x-rate-limit-reset", List.of("1000060"),
            "date", List.of("Mon, 12 Jan 1970 13:46:40 GMT"));

    assertThat(ApiErrors.wait(429, HttpHeaders.of(headers, (name, value) -> true)))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(ApiErrors.wait(503, HttpHeaders.of(headers, (name, value) -> true))).isZero();
  }

  @Test
  void a_limit_that_ends_in_years_is_not_believed() {
    String reset = String.valueOf(Long.MAX_VALUE);
    answers.add(new Answer(429, "", Map.of("X-Rate-Limit-Reset", reset)));
    answers.add(new Answer(429, "", Map.of("X-Rate-Limit-Reset", "99999999999")));

    assertThatThrownBy(this::get).hasMessageContaining("again in 3600 s");
  }

  @Test
  void a_limit_is_no_failure_of_the_other_side() {
    for (int i = 0; i < 15; i++) {
      answers.add(new Answer(429, "", Map.of("Retry-After", "60")));
      assertThatThrownBy(this::get).hasMessageContaining("HTTP 429; again in 60 s");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer canary\ntoken", "Bearer canary\u200Btoken"})
  void credentials_that_cannot_be_sent_are_not_repeated(String credentials) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    ApiClient malformed = new ApiClient(ApiHost.standIn("Okta", base), () -> credentials);

    assertThatThrownBy(() -> malformed.call(ApiRequest.get("look", "/x")))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasNoCause()
        .hasMessageNotContaining("canary");
    assertThat(seen).isEmpty();
  }

  @Test
  void an_answer_that_is_not_json_is_for_another_try() {
    for (int i = 0; i < 3; i++) {
      answers.add(Answer.of(200, "<html>"));
    }

    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("not JSON");
  }

  @Test
  void while_it_fails_it_is_left_alone() {
    for (int i = 0; i < 40; i++) {
      answers.add(Answer.of(500, ""));
    }
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(this::get).isInstanceOf(ActionException.class);
    }

    assertThat(seen).hasSizeLessThan(14);
    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("has not answered of late");
  }

  @Test
  void refusals_for_good_do_not_count_as_failures_of_the_other_side() {
    for (int i = 0; i < 30; i++) {
      answers.add(Answer.of(403, "{}"));
      assertThatThrownBy(this::get).hasMessageContaining("HTTP 403");
    }
  }

  @Test
  void nothing_tells_the_credentials_or_a_body() {
    answers.add(Answer.of(400, "{\"error\":\"x\",\"token\":\"canary-token\"}"));
    ApiRequest request = ApiRequest.form("sign in", "/token", Map.of("secret", "canary-token"));

    assertThatThrownBy(() -> client.call(request))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    assertThat(client.toString() + request + get()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.okta.com.attacker.example",
        "attacker.example",
        "user@example.okta.com",
        "example.okta.com/x"
      })
  void only_hosts_of_the_system_are_called(String host) {
    assertThatThrownBy(() -> ApiHost.of("Okta", host, Pattern.compile("[a-z0-9-]+\\.okta\\.com")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1",
        "http://203.0.113.7",
        "http://127.0.0.1/path",
        "http://u@127.0.0.1",
        "http://127.0.0.1.nip.example"
      })
  void what_answers_in_its_place_is_on_this_machine(String base) {
    assertThatThrownBy(() -> ApiHost.standIn("Okta", URI.create(base)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//attacker.example/", "@attacker.example/", ".attacker.example", ""})
  void a_path_cannot_lead_to_another_host(String path) {
    assertThatThrownBy(() -> client.call(ApiRequest.get("look", path)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parts_of_paths_are_encoded() {
    assertThat(ApiRequest.encode("a/b ?#@%é")).isEqualTo("a%2Fb%20%3F%23%40%25%C3%A9");
  }
}
