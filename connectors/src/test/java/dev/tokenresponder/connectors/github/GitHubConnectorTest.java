package dev.tokenresponder.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings, the App's key and its tokens. */
class GitHubConnectorTest {
  private static final String PREFIX = "TOKEN_RESPONDER_GITHUB_";
  private static final ActionRequest REQUEST = GitHubRuns.request("revoke-fine-grained-token");
  private static final ActionRequest OTHER = GitHubRuns.with(REQUEST, "token_id", "770003");

  @TempDir private Path directory;

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put(PREFIX + "ORGANIZATION", "example");
    environment.put(PREFIX + "APP", AppDouble.APP);
    environment.put(PREFIX + "PRIVATE_KEY_FILE", AppKeys.pkcs8(directory).toString());
    return environment;
  }

  private static Map<String, ActionHandler> handlers(Map<String, String> environment) {
    return GitHubConnector.handlers(environment, Clock.systemUTC());
  }

  @Test
  void without_an_organization_there_are_no_actions() {
    assertThat(handlers(Map.of())).isEmpty();
    assertThat(handlers(Map.of(PREFIX + "ORGANIZATION", " "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api.github.com", "api.example.ghe.com"})
  void there_are_three_of_them(String host) {
    Map<String, String> environment = environment();
    environment.put(PREFIX + "HOST", host);

    assertThat(handlers(environment))
        .containsOnlyKeys(
            "remove-sso-authorization", "revoke-fine-grained-token", "remove-deploy-key");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "ORGANIZATION, example/x",
    "ORGANIZATION, -example",
    "APP,",
    "APP, a b",
    "PRIVATE_KEY_FILE,",
    "PRIVATE_KEY_FILE, /nowhere/app.pem",
    "HOST, github.com",
    "HOST, api.github.com.attacker.example",
    "HOST, attacker.example/api.github.com",
    "HOST, api.github.com@attacker.example",
    "HOST, api.a.b.ghe.com",
    "STAND_IN, http://attacker.example",
    "STAND_IN, https://127.0.0.1",
  })
  void settings_that_cannot_be_right_stop_it(String setting, String value) {
    Map<String, String> environment = environment();
    if (value == null) {
      environment.remove(PREFIX + setting);
    } else {
      environment.put(PREFIX + setting, value);
    }

    assertThatThrownBy(() -> handlers(environment)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void both_forms_of_the_key_are_the_same_key() {
    assertThat(PrivateKeys.read(AppKeys.pkcs8(directory))).isEqualTo(AppKeys.PAIR.getPrivate());
    assertThat(PrivateKeys.read(AppKeys.pkcs1(directory))).isEqualTo(AppKeys.PAIR.getPrivate());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary",
        "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\ncanarycanary\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\ncanary\n-----END PUBLIC KEY-----",
      })
  void what_is_no_key_is_not_shown(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.pem"), content);

    assertThatThrownBy(() -> PrivateKeys.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.pem")
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @Test
  void a_key_that_is_too_short_is_refused() {
    Map<String, String> environment = environment();
    AppKeys.write(directory, "PRIVATE KEY", AppKeys.generate(1_024).getPrivate().getEncoded());

    assertThatThrownBy(() -> handlers(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shorter than 2048 bits");
  }

  @Test
  void a_token_is_kept_until_shortly_before_it_runs_out() {
    try (GitHubRuns runs = new GitHubRuns(directory, REQUEST.action())) {
      runs.run(REQUEST);
      runs.clock.advance(Duration.ofMinutes(54));
      runs.run(OTHER);
      assertThat(runs.github.app().requested()).hasSize(1);

      runs.clock.advance(Duration.ofMinutes(2));
      runs.run(GitHubRuns.with(REQUEST, "login", "alice-example"));
      assertThat(runs.github.app().requested()).hasSize(2);
    }
  }

  @Test
  void a_token_that_is_not_accepted_any_more_is_replaced() {
    try (GitHubRuns runs = new GitHubRuns(directory, REQUEST.action())) {
      runs.run(REQUEST);
      runs.github.app().revokeTokens();

      assertThat(runs.run(OTHER).status()).isEqualTo(Status.DONE);
      assertThat(runs.github.app().requested()).hasSize(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "not installed, the App is not installed in example",
    "suspended, the App is suspended in example",
  })
  void an_app_that_cannot_act_fails_for_good_and_says_why(String lack, String why) {
    try (GitHubRuns runs = new GitHubRuns(directory, REQUEST.action())) {
      if (lack.equals("suspended")) {
        runs.github.app().suspend();
      } else {
        runs.github.app().installIn("another");
      }

      ActionOutcome outcome = runs.run(REQUEST);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains(why);
      assertThat(runs.isUntouched()).isTrue();
    }
  }

  @Test
  void an_installation_of_another_organization_is_not_used() {
    try (GitHubRuns runs = new GitHubRuns(directory, REQUEST.action())) {
      String body = "{\"id\":4001,\"account\":{\"login\":\"another\"},\"suspended_at\":null}";
      runs.github.faults().answer("GET", "/installation", 200, body, Map.of());

      assertThat(runs.run(REQUEST).reason()).contains("another organization's installation");
      assertThat(runs.isUntouched()).isTrue();
    }
  }

  @Test
  void a_clock_that_is_wrong_is_told_as_credentials_that_are_not_accepted() {
    try (GitHubRuns runs = new GitHubRuns(directory, REQUEST.action())) {
      runs.github.faults().answer("GET", "/installation", 401, "{\"message\":\"x\"}", Map.of());

      ActionOutcome outcome = runs.run(REQUEST);

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("credentials are not accepted");
    }
  }

  /** Whatever goes wrong, and where it goes well too. */
  @Test
  void secrets_show_nowhere() {
    StringBuilder seen = new StringBuilder();
    for (ActionRequest request : GitHubRuns.requests()) {
      for (int status : new int[] {200, 400, 401, 403, 404, 409, 422, 500}) {
        try (GitHubRuns runs = new GitHubRuns(directory, request.action())) {
          String list = GitHubRuns.list(request.action());
          runs.github
              .faults()
              .answer("GET", "/users/", 200, "{\"token\":\"ghs_canary\"}", Map.of());
          for (int i = 0; i < 3; i++) {
            String body = "{\"message\":\"ghs_canary\",\"token\":\"ghs_canary\"}";
            runs.github.faults().answer("GET", list, status, body, Map.of());
          }
          for (int i = 0; i < 2; i++) {
            try {
              seen.append(runs.run(request));
            } catch (RuntimeException e) {
              seen.append(trace(e));
            }
          }
          seen.append(runs.handler(request.action()));
          assertThat(runs.github.app().secrets()).isNotEmpty();
        }
      }
    }
    AppIdentity app = new AppIdentity("Iv23example", AppKeys.PAIR.getPrivate());
    seen.append(app);

    assertThat(seen.toString()).contains("AppIdentity[Iv23example]");
    List.of("ghs_", "Bearer", "eyJ", "PRIVATE KEY", "modulus")
        .forEach(secret -> assertThat(seen.toString()).doesNotContain(secret));
  }

  private static String trace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
