package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActionRunner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The actions as they are wired, on a tenant with a few people and applications. */
final class EntraTenantDouble implements AutoCloseable {
  static final String ALICE = "aaaaaaaa-0000-4000-8000-000000000001";
  static final String BOB = "aaaaaaaa-0000-4000-8000-000000000002";
  static final String APP = "5e000000-0000-4000-8000-000000000001";
  static final String APP_CLIENT = "b0000000-0000-4000-8000-000000000001";
  static final String OTHER = "5e000000-0000-4000-8000-000000000002";
  static final String APPLICATION = "a9000000-0000-4000-8000-000000000001";
  static final String PASSWORD = "d0000000-0000-4000-8000-000000000001";
  static final String OTHER_PASSWORD = "d0000000-0000-4000-8000-000000000002";
  static final String CERTIFICATE = "d0000000-0000-4000-8000-000000000003";
  static final String OTHER_CERTIFICATE = "d0000000-0000-4000-8000-000000000004";
  static final String SUBSCRIPTION = "22222222-0000-4000-8000-000000000001";
  static final Instant SEEN = EntraDouble.NOW.minusSeconds(5);

  final EntraDouble entra = new EntraDouble(SampleKey.ONE.publicKey(), SampleKey.ONE.thumbprint());
  private final InMemoryIncidentStore store = new InMemoryIncidentStore();
  private final Clock clock = Clock.fixed(EntraDouble.NOW, ZoneOffset.UTC);
  private Policy policy =
      PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}");

  EntraTenantDouble() {
    entra.user(ALICE, "alice@example.com");
    entra.user(BOB, "bob@example.com");
    entra.principal(APP, APP_CLIENT, EntraDouble.TENANT);
    entra.principal(OTHER, "b0000000-0000-4000-8000-000000000002", EntraDouble.TENANT);
    entra.grant("g1", APP, ALICE, "openid Mail.Read offline_access");
    entra.grant("g2", APP, BOB, "openid");
    entra.grant("g3", OTHER, ALICE, "User.Read");
    entra.assignment("r1", APP, "e0000000-0000-4000-8000-000000000001");
    entra.assignment("r2", OTHER, "e0000000-0000-4000-8000-000000000001");
    var application = entra.application(APPLICATION, APP_CLIENT);
    for (String id : List.of(PASSWORD, OTHER_PASSWORD)) {
      application.withArray("passwordCredentials").addObject().put("keyId", id);
    }
    for (String id : List.of(CERTIFICATE, OTHER_CERTIFICATE)) {
      application
          .withArray("keyCredentials")
          .addObject()
          .put("keyId", id)
          .put("type", "AsymmetricX509Cert")
          .put("usage", "Verify")
          .put("key", "c2FtcGxl");
    }
  }

  /** With just the permissions that the catalogue declares for an action. */
  static EntraTenantDouble permittedFor(String action) {
    EntraTenantDouble tenant = new EntraTenantDouble();
    tenant.entra.permit(
        Catalogue.find(action).orElseThrow().permissions().getOrDefault("entra", List.of()));
    return tenant;
  }

  EntraTenantDouble under(String yaml) {
    policy = PolicyReader.parse("p", yaml);
    return this;
  }

  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_ENTRA_TENANT", EntraDouble.TENANT);
    environment.put("TOKEN_RESPONDER_ENTRA_CLIENT_ID", EntraDouble.CLIENT);
    environment.put("TOKEN_RESPONDER_ENTRA_CERTIFICATE", SampleKey.ONE.certificate());
    environment.put("TOKEN_RESPONDER_ENTRA_PRIVATE_KEY", SampleKey.ONE.privateKey());
    environment.put("TOKEN_RESPONDER_ENTRA_SUBSCRIPTIONS", SUBSCRIPTION);
    environment.put("TOKEN_RESPONDER_ENTRA_STAND_IN", entra.root());
    return environment;
  }

  Map<String, ActionHandler> handlers() {
    return EntraConnector.handlers(environment(), clock);
  }

  ActionOutcome run(ActionRequest request) {
    return new ActionRunner(handlers(), policy, store, clock).run(request);
  }

  String undo(String action, Undo undo) {
    return ((UndoHandler) handlers().get(action)).undo(undo, EntraDouble.NOW);
  }

  static ActionRequest request(String action, String target, Map<String, String> arguments) {
    return request(action, target, EntraDouble.TENANT, arguments);
  }

  static ActionRequest request(
      String action, String target, String account, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put(Arguments.SEEN_AT, SEEN.toString());
    return new ActionRequest(
        "inc-20261124-abc",
        action,
        target,
        account,
        all,
        Disposition.ENFORCE,
        "A rule",
        Map.of(),
        EntraDouble.NOW,
        1);
  }

  @Override
  public void close() {
    entra.close();
  }
}
