package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.entra.EntraTenantDouble.ALICE;
import static dev.tokenresponder.connectors.entra.EntraTenantDouble.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.entra.EntraDouble.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntraConnectorTest {
  private static final String PREFIX = "TOKEN_RESPONDER_ENTRA_";
  private static final Clock CLOCK = Clock.fixed(EntraDouble.NOW, ZoneOffset.UTC);
  private static final ActionRequest SESSIONS =
      request("revoke-entra-sessions", "alice@example.com", Map.of("person", ALICE));

  @TempDir Path directory;

  @Test
  void without_a_tenant_there_is_nothing_it_does() {
    assertThat(EntraConnector.handlers(Map.of(), CLOCK)).isEmpty();
    assertThat(EntraConnector.handlers(Map.of(PREFIX + "TENANT", " "), CLOCK)).isEmpty();
  }

  @Test
  void it_does_every_action_that_declares_permissions_in_entra() {
    try (EntraTenantDouble tenant = new EntraTenantDouble()) {
      assertThat(tenant.handlers().keySet())
          .containsExactlyInAnyOrderElementsOf(
              Catalogue.all().stream()
                  .filter(action -> action.permissions().containsKey("entra"))
                  .map(action -> action.name())
                  .toList());
    }
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "TENANT, example.com",
    "TENANT, 11111111-0000-4000-8000-000000000001/../x",
    "CLIENT_ID, ",
    "CLIENT_ID, canary-value",
    "CERTIFICATE, ",
    "CERTIFICATE, canary-value",
    "PRIVATE_KEY, ",
    "PRIVATE_KEY, canary-value",
    "PRIVATE_KEY, -----BEGIN PRIVATE KEY-----canary-----END PRIVATE KEY-----",
    "SUBSCRIPTIONS, canary-value",
    "STAND_IN, http://example.com",
    "STAND_IN, https://127.0.0.1",
    "FEDERATED_TOKEN_FILE, /run/token",
  })
  void what_is_set_wrong_is_named_and_not_shown(String name, String value) {
    try (EntraTenantDouble tenant = new EntraTenantDouble()) {
      Map<String, String> environment = tenant.environment();
      environment.put(PREFIX + name, value == null ? "" : value);

      assertThatThrownBy(() -> EntraConnector.handlers(environment, CLOCK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name.equals("STAND_IN") ? "127.0.0.1" : name)
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void a_client_secret_cannot_be_given() {
    try (EntraTenantDouble tenant = new EntraTenantDouble()) {
      Map<String, String> environment = tenant.environment();
      environment.remove(PREFIX + "CERTIFICATE");
      environment.remove(PREFIX + "PRIVATE_KEY");
      environment.put(PREFIX + "CLIENT_SECRET", "canary-value");

      assertThatThrownBy(() -> EntraConnector.handlers(environment, CLOCK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("set either");
    }
  }

  @Test
  void a_token_is_asked_for_once_and_anew_before_it_runs_out() {
    try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor(SESSIONS.action())) {
      Later clock = new Later();
      ActionHandler handler =
          EntraConnector.handlers(tenant.environment(), clock).get(SESSIONS.action());

      handler.prepare(SESSIONS);
      handler.prepare(SESSIONS);
      assertThat(tenant.entra.usedAssertions).hasSize(1);
      clock.now = EntraDouble.NOW.plusSeconds(3599 - 299);
      handler.prepare(SESSIONS);
      assertThat(tenant.entra.usedAssertions).hasSize(2);
    }
  }

  @Test
  void the_token_of_another_identity_provider_is_read_from_its_file_each_time() throws IOException {
    Path file = directory.resolve("token");
    try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor(SESSIONS.action())) {
      Map<String, String> environment = new HashMap<>(tenant.environment());
      environment.remove(PREFIX + "CERTIFICATE");
      environment.remove(PREFIX + "PRIVATE_KEY");
      environment.put(PREFIX + "FEDERATED_TOKEN_FILE", file.toString());
      ActionHandler handler = EntraConnector.handlers(environment, CLOCK).get(SESSIONS.action());
      tenant.entra.federated = "canary-federated";

      assertThatThrownBy(() -> handler.prepare(SESSIONS))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
      Files.writeString(file, "canary-federated\n");

      assertThat(handler.prepare(SESSIONS)).isInstanceOf(Preparation.Ready.class);
    }
  }

  @Test
  void credentials_that_entra_does_not_know_fail_for_good() {
    try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor(SESSIONS.action());
        EntraDouble stranger = new EntraDouble(SampleKey.ONE.publicKey(), "another")) {
      Map<String, String> environment = tenant.environment();
      environment.put(PREFIX + "STAND_IN", stranger.root());
      ActionHandler handler = EntraConnector.handlers(environment, CLOCK).get(SESSIONS.action());

      assertThatThrownBy(() -> handler.prepare(SESSIONS))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
          .hasMessageContaining("credentials are not accepted (HTTP 401 invalid_client)");
    }
  }

  @Test
  void a_token_that_is_not_accepted_any_more_is_asked_for_anew_once() {
    try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor(SESSIONS.action())) {
      ActionHandler handler = tenant.handlers().get(SESSIONS.action());
      handler.prepare(SESSIONS);
      tenant.entra.token = "canary-second-token";

      assertThat(handler.prepare(SESSIONS)).isInstanceOf(Preparation.Ready.class);
      assertThat(tenant.entra.usedAssertions).hasSize(2);

      tenant.entra.next("GET", Fault.REFUSED, 401, 2);
      assertThatThrownBy(() -> handler.prepare(SESSIONS))
          .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
          .hasMessageContaining("credentials are not accepted");
      assertThat(tenant.entra.usedAssertions).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048})
  void a_key_that_is_too_short_or_not_the_certificates_is_set_wrong(int bits)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    try (EntraTenantDouble tenant = new EntraTenantDouble()) {
      Map<String, String> environment = tenant.environment();
      environment.put(
          PREFIX + "PRIVATE_KEY",
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(key)
              + "\n-----END PRIVATE KEY-----\n");

      assertThatThrownBy(() -> EntraConnector.handlers(environment, CLOCK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(PREFIX + "PRIVATE_KEY");
    }
  }

  @Test
  void an_assertion_is_signed_as_entra_asks_for_it() throws ParseException {
    EntraTenant entra = new EntraTenant(EntraDouble.TENANT, EntraDouble.CLIENT, Set.of());
    try (EntraTenantDouble tenant = new EntraTenantDouble()) {
      EntraSettings settings = new EntraSettings(tenant.environment());
      JWSHeader header = SignedJWT.parse(settings.assertion(entra, CLOCK).value()).getHeader();

      assertThat(header.toJSONObject())
          .containsOnlyKeys("alg", "typ", "x5t#S256")
          .containsEntry("alg", "PS256")
          .containsEntry("typ", "JWT")
          .containsEntry("x5t#S256", SampleKey.ONE.thumbprint());
    }
  }

  /** Tokens, assertions, keys, and texts of errors, which may come from anybody. */
  @Test
  void secrets_never_show() {
    StringWriter told = new StringWriter();
    PrintWriter out = new PrintWriter(told);
    try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor(SESSIONS.action())) {
      out.println(tenant.handlers());
      for (int status : new int[] {400, 401, 403, 429, 500}) {
        tenant.entra.next("GET", Fault.REFUSED, status, 3);
        tell(tenant, out);
        tenant.entra.calm();
        tenant.entra.next("POST", Fault.REFUSED, status, 3);
        tell(tenant, out);
        tenant.entra.calm();
      }
      tenant.entra.malformed = "canary-malformed";
      tell(tenant, out);
      tenant.entra.calm();
      out.println(tenant.run(SESSIONS));
      EntraTenant entra = new EntraTenant(EntraDouble.TENANT, EntraDouble.CLIENT, Set.of());
      EntraSettings settings = new EntraSettings(tenant.environment());
      out.println(settings);
      out.println(settings.assertion(entra, CLOCK));
      assertThat(tenant.run(SESSIONS).status()).isEqualTo(Status.DONE);
    }

    String[] key = SampleKey.ONE.privateKey().split("\n");
    assertThat(told.toString())
        .contains("HTTP 429")
        .doesNotContain("canary", "eyJ", "PRIVATE KEY", key[1], key[5]);
  }

  private static void tell(EntraTenantDouble tenant, PrintWriter out) {
    try {
      out.println(
          tenant.run(
              request(
                  "revoke-entra-sessions",
                  "t" + tenant.entra.calls.size(),
                  Map.of("person", ALICE))));
    } catch (ActionException e) {
      e.printStackTrace(out);
    }
  }

  @Test
  void the_directory_is_not_asked_for_what_is_no_guid() {
    try (EntraTenantDouble tenant = EntraTenantDouble.permittedFor("disable-service-principal")) {
      for (String id : List.of("../users/x", "5e'or'1", "")) {
        ActionRequest request =
            request("disable-service-principal", id, Map.of("directory_object", id));
        assertThat(tenant.run(request).status()).isEqualTo(Status.FAILED);
      }
      assertThat(tenant.entra.calls).isEmpty();
    }
  }

  private static final class Later extends Clock {
    private Instant now = EntraDouble.NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
