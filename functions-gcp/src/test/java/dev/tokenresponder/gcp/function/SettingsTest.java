package dev.tokenresponder.gcp.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.policy.PolicyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void without_a_policy_there_is_nothing_to_go_by() {
    assertThatThrownBy(() -> new Settings(Map.of()).policy())
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("TOKEN_RESPONDER_POLICY is not set; nothing is done until it is");
  }

  @Test
  void a_policy_that_cannot_be_read_is_no_policy() {
    Map<String, String> environment =
        Map.of("TOKEN_RESPONDER_POLICY", folder.resolve("none.yml").toString());

    assertThatThrownBy(() -> new Settings(environment).policy())
        .isInstanceOf(PolicyException.class);
  }

  @Test
  void the_responders_own_accounts_are_exempt() throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "version: 1\n");
    Settings settings =
        new Settings(
            Map.of(
                "TOKEN_RESPONDER_POLICY", policy.toString(),
                "TOKEN_RESPONDER_OWN_ACCOUNTS", "revoke@example.com, evaluate@example.com",
                "TOKEN_RESPONDER_PUSH_ACCOUNT", "push@example.com",
                "TOKEN_RESPONDER_WORKSPACE_ACCOUNT", "workspace@example.com",
                "TOKEN_RESPONDER_WORKSPACE_ADMIN", "admin@example.com"));

    for (String own : new String[] {"revoke", "evaluate", "push", "workspace", "admin"}) {
      String email = own + "@example.com";
      Principal principal = new Principal(PrincipalType.SERVICE_ACCOUNT, email, email, null, null);
      assertThat(settings.policy().exemption(principal))
          .hasValueSatisfying(reason -> assertThat(reason).contains("own identities"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TOKEN_RESPONDER_PUSH_AUDIENCE",
        "TOKEN_RESPONDER_PUSH_ACCOUNT",
        "TOKEN_RESPONDER_TOPIC",
        "TOKEN_RESPONDER_DEAD_LETTERS",
        "TOKEN_RESPONDER_PROJECT",
        "TOKEN_RESPONDER_POLICY",
      })
  void a_function_does_not_start_without(String name) throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(policy, "version: 1\n");
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_POLICY", policy.toString());
    environment.put("TOKEN_RESPONDER_PROJECT", "example-project");
    environment.put("TOKEN_RESPONDER_TOPIC", "projects/p/topics/t");
    environment.put("TOKEN_RESPONDER_DEAD_LETTERS", "projects/p/topics/d");
    environment.put("TOKEN_RESPONDER_PUSH_AUDIENCE", "a");
    environment.put("TOKEN_RESPONDER_PUSH_ACCOUNT", "p@example.com");
    environment.put("TOKEN_RESPONDER_GOOGLE_ENDPOINT", "http://127.0.0.1:9/");
    environment.put("FIRESTORE_EMULATOR_HOST", "127.0.0.1:9");
    environment.put(name, " ");

    for (String function : new String[] {"evaluate", "revoke-sessions"}) {
      assertThatThrownBy(
              () -> {
                Wiring wiring = new Wiring(environment);
                if (function.equals("evaluate")) {
                  wiring.evaluate(function);
                } else {
                  wiring.act(function);
                }
              })
          .isInstanceOf(PolicyException.class)
          .hasMessageContaining(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://iam.example.com/",
        "http://203.0.113.7:80",
        "http://127.0.0.1.example.invalid",
        "x"
      })
  void what_answers_in_googles_place_must_be_on_this_machine(String endpoint) {
    Map<String, String> environment = Map.of("TOKEN_RESPONDER_GOOGLE_ENDPOINT", endpoint);

    assertThatThrownBy(() -> new Settings(environment).endpoint())
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("must be on this machine");
  }

  @Test
  void nothing_answers_in_googles_place_by_default() {
    assertThat(new Settings(Map.of()).endpoint()).isNull();
  }
}
