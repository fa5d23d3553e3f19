package dev.tokenresponder.connectors.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.saas.ActionContract;
import dev.tokenresponder.connectors.saas.HttpDouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions in Okta, on what answers like it. */
class OktaActionsTest extends ActionContract {
  private static final String ALICE = "00uEXAMPLEALICE00001";
  private static final String BOB = "00uEXAMPLEBOB0000002";
  private static final String APP = "0oaEXAMPLEBOOST00001";
  private static final String OTHER_APP = "0oaEXAMPLEOTHER00001";
  private static final String TOKEN = "00TEXAMPLETOKEN00002";
  private static final String BOBS_TOKEN = "00TEXAMPLETOKEN00003";
  private static final RSAKey KEY = key();

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("responder-key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> oauth(String address) {
    return Map.of(
        "TOKEN_RESPONDER_OKTA_HOST",
        "example.okta.com",
        "TOKEN_RESPONDER_OKTA_CLIENT_ID",
        OktaDouble.CLIENT,
        "TOKEN_RESPONDER_OKTA_PRIVATE_KEY",
        KEY.toJSONString(),
        "TOKEN_RESPONDER_OKTA_STAND_IN",
        address);
  }

  private static Map<String, String> apiToken(String address) {
    return Map.of(
        "TOKEN_RESPONDER_OKTA_HOST",
        "example.okta.com",
        "TOKEN_RESPONDER_OKTA_API_TOKEN",
        OktaDouble.API_TOKEN,
        "TOKEN_RESPONDER_OKTA_STAND_IN",
        address);
  }

  @Override
  protected World world(String action) {
    return new OktaWorld(new OktaDouble(KEY, NOW, declared(action)));
  }

  @Override
  protected boolean isThrottledLong() {
    return true;
  }

  @Override
  protected List<Case> cases() {
    return List.of(
        of("clear-okta-sessions", ALICE, "/sessions", Map.of(), Status.REFUSED),
        of(
            "revoke-okta-grants",
            ALICE + "/" + APP,
            "/" + APP + "/tokens",
            Map.of("client_id", APP),
            Status.REFUSED),
        of("deactivate-okta-token", TOKEN, "/" + TOKEN, Map.of("key_id", TOKEN), Status.DONE));
  }

  private static Case of(
      String action, String target, String change, Map<String, String> more, Status gone) {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.put("user_id", ALICE);
    ActionRequest request = request(action, target, "example.com", arguments);
    return new Case(
        request,
        "GET",
        "/" + ALICE,
        "DELETE",
        change,
        request(action, target, "example.net", arguments),
        "email: alice@example.com",
        gone);
  }

  private static final class OktaWorld implements World {
    private final OktaDouble okta;

    OktaWorld(OktaDouble okta) {
      this.okta = okta;
      okta.logins.put(ALICE, "alice@example.com");
      okta.logins.put(BOB, "bob@example.com");
      okta.sessions.addAll(Set.of(ALICE, BOB));
      okta.refreshTokens.addAll(Set.of(ALICE + "/" + APP, BOB + "/" + APP));
      okta.grants.addAll(Set.of(ALICE + "/" + APP, ALICE + "/" + OTHER_APP, BOB + "/" + APP));
      okta.apiTokens.putAll(Map.of(TOKEN, ALICE, BOBS_TOKEN, BOB));
    }

    @Override
    public HttpDouble http() {
      return okta;
    }

    @Override
    public Map<String, ActionHandler> handlers() {
      return OktaConnector.handlers(oauth(okta.address()), CLOCK);
    }

    @Override
    public boolean isContained(Case what) {
      boolean sessions = what.request().action().equals("clear-okta-sessions");
      boolean grants = what.request().action().equals("revoke-okta-grants");
      boolean token = what.request().action().equals("deactivate-okta-token");
      return okta.sessions.equals(sessions ? Set.of(BOB) : Set.of(ALICE, BOB))
          && okta.refreshTokens.equals(
              token ? Set.of(ALICE + "/" + APP, BOB + "/" + APP) : Set.of(BOB + "/" + APP))
          && okta.grants.contains(ALICE + "/" + APP) == !grants
          && okta.grants.containsAll(Set.of(ALICE + "/" + OTHER_APP, BOB + "/" + APP))
          && okta.apiTokens.containsKey(TOKEN) == !token
          && okta.apiTokens.containsKey(BOBS_TOKEN);
    }

    @Override
    public boolean isUntouched() {
      return okta.sessions.size() == 2
          && okta.refreshTokens.size() == 2
          && okta.grants.size() == 3
          && okta.apiTokens.size() == 2;
    }

    @Override
    public boolean contain(Case what) {
      okta.refreshTokens.remove(ALICE + "/" + APP);
      okta.grants.remove(ALICE + "/" + APP);
      okta.apiTokens.remove(TOKEN);
      return !what.request().action().equals("clear-okta-sessions");
    }

    @Override
    public void remove(Case what) {
      if (what.gone() == Status.REFUSED) {
        okta.logins.remove(ALICE);
      }
      okta.apiTokens.remove(TOKEN);
    }

    @Override
    public void forbid() {
      okta.forbidden = true;
    }

    @Override
    public void lockOut() {
      okta.locked = true;
    }

    @Override
    public Set<String> used() {
      return okta.used;
    }

    @Override
    public List<String> secrets() {
      return List.of(
          OktaDouble.API_TOKEN,
          OktaDouble.ACCESS_TOKEN,
          String.valueOf(KEY.getPrivateExponent()),
          "eyJ");
    }

    @Override
    public void close() {
      okta.close();
    }
  }

  @Test
  void grants_go_even_when_the_tokens_are_gone_already() {
    Case grants = cases().get(1);
    try (OktaWorld world = (OktaWorld) world("revoke-okta-grants")) {
      world.okta.refreshTokens.remove(ALICE + "/" + APP);

      assertThat(run(world, grants.request()).status()).isEqualTo(Status.DONE);
      assertThat(world.isContained(grants)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void an_exemption_is_heeded_by_the_mail_address_as_well(Case what) {
    try (OktaWorld world = (OktaWorld) world(what.request().action())) {
      world.okta.mails.put(ALICE, "alice.liddell@example.org");

      for (String exemption :
          List.of("email: alice.liddell@example.org", "email_domain: example.org")) {
        assertThat(exempting(exemption).run(world, what.request()).status())
            .isEqualTo(Status.REFUSED);
      }
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @Test
  void an_access_token_that_okta_ended_is_replaced() {
    try (OktaWorld world = (OktaWorld) world("clear-okta-sessions")) {
      ActionHandler handler = world.handlers().get("clear-okta-sessions");
      handler.prepare(cases().get(0).request());
      world.okta.endTokens();

      assertThat(handler.prepare(cases().get(0).request())).isInstanceOf(Preparation.Ready.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-can\nary-api-token", "00-can\u200Bary-api-token", "canary"})
  void an_api_token_that_is_malformed_is_refused_and_not_repeated(String token) {
    Map<String, String> environment = new HashMap<>(apiToken("http://127.0.0.1:1"));
    environment.put("TOKEN_RESPONDER_OKTA_API_TOKEN", token);

    assertThatThrownBy(() -> OktaConnector.handlers(environment, CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TOKEN_RESPONDER_OKTA_API_TOKEN")
        .hasMessageNotContaining("ary");
  }

  @Test
  void a_token_of_somebody_else_is_left_alone() {
    try (World world = world("deactivate-okta-token")) {
      ActionOutcome outcome =
          run(
              world,
              request(
                  "deactivate-okta-token",
                  BOBS_TOKEN,
                  "example.com",
                  Map.of("key_id", BOBS_TOKEN, "user_id", ALICE)));

      assertThat(outcome.status()).isEqualTo(Status.REFUSED);
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @Test
  void a_token_of_a_person_of_another_organization_is_not_taken_for_a_revoked_one() {
    try (OktaWorld world = (OktaWorld) world("deactivate-okta-token")) {
      world.okta.logins.remove(ALICE);
      world.okta.apiTokens.remove(TOKEN);

      assertThat(run(world, cases().get(2).request()).status()).isEqualTo(Status.REFUSED);
    }
  }

  @Test
  void a_scope_that_was_not_granted_fails_for_good() {
    try (OktaWorld world = (OktaWorld) world("clear-okta-sessions")) {
      world.okta.granted.remove("okta.users.manage");

      ActionOutcome outcome = run(world, cases().get(0).request());

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("invalid_scope", "okta.users.manage");
    }
  }

  @Test
  void one_token_is_used_for_all_calls_of_an_action() {
    try (World world = world("clear-okta-sessions")) {
      run(world, cases().get(0).request());

      assertThat(world.http().calls())
          .containsExactly(
              "POST /oauth2/v1/token",
              "GET /api/v1/users/" + ALICE,
              "DELETE /api/v1/users/" + ALICE + "/sessions");
    }
  }

  @Test
  void an_api_token_will_do_as_well() {
    try (OktaDouble okta = new OktaDouble(KEY, NOW, declared("clear-okta-sessions"))) {
      OktaWorld world = new OktaWorld(okta);
      Map<String, ActionHandler> handlers = OktaConnector.handlers(apiToken(okta.address()), CLOCK);

      assertThat(handlers.get("clear-okta-sessions").prepare(cases().get(0).request())).isNotNull();
      assertThat(handlers.toString()).doesNotContain(world.secrets());
      assertThat(okta.calls()).containsExactly("GET /api/v1/users/" + ALICE);
    }
  }

  @Test
  void without_configuration_there_are_no_actions() {
    assertThat(OktaConnector.handlers(Map.of(), CLOCK)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.okta.com.example.net",
        "example.net",
        "okta.com",
        "a.b.okta.com",
        "example.okta.com/x",
        "example.okta.com:8443",
        "user@example.okta.com"
      })
  void another_host_is_refused(String host) {
    Map<String, String> environment = new HashMap<>(apiToken("http://127.0.0.1:1"));
    environment.put("TOKEN_RESPONDER_OKTA_HOST", host);

    assertThatThrownBy(() -> OktaConnector.handlers(environment, CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(OktaDouble.API_TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "id.example.com,true",
    "127.0.0.1,false",
    "localhost,false",
    "id.example.com/x,false"
  })
  void one_domain_of_the_companys_own_may_be_named(String domain, boolean accepted) {
    Map<String, String> environment = new HashMap<>(apiToken("http://127.0.0.1:1"));
    environment.remove("TOKEN_RESPONDER_OKTA_HOST");
    environment.put("TOKEN_RESPONDER_OKTA_CUSTOM_DOMAIN", domain);

    if (accepted) {
      assertThat(OktaConnector.handlers(environment, CLOCK)).hasSize(3);
    } else {
      assertThatThrownBy(() -> OktaConnector.handlers(environment, CLOCK))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_key_that_is_none_is_refused_and_not_repeated() {
    Map<String, String> environment = new HashMap<>(oauth("http://127.0.0.1:1"));
    environment.put("TOKEN_RESPONDER_OKTA_PRIVATE_KEY", "{\"canary\":1}");

    assertThatThrownBy(() -> OktaConnector.handlers(environment, CLOCK))
        .hasMessageContaining("JWK")
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }
}
