package dev.tokenresponder.gcp.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Needed;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.gcp.Permissions;
import dev.tokenresponder.gcp.doubles.MessagingDouble.Published;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.gcp.firestore.FirestoreIncidentStore;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.respond.Hmac;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each function calls what it declares, and nothing else: all of it, and all it is granted. */
class CalledPermissionsEmulatorTest {
  private static final Path EVENTS = Path.of("../events");
  private static final String APP = "app@example-project.iam.gserviceaccount.com";
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  private static final String PROJECT = "projects/example-project";
  private static final String ACCOUNT = PROJECT + "/serviceAccounts/" + APP;
  private static final String ANNA = "anna@example.com";
  private static final String CLIENT = "1234-example.apps.googleusercontent.com";

  private final String project = "test-" + UUID.randomUUID();
  private final Instant now = Instant.now();
  private String emulator;
  private Path policy;
  private DeployedFunction function;

  @BeforeEach
  void deploy(@TempDir Path folder) throws IOException {
    emulator = FirestoreEmulator.require(CalledPermissionsEmulatorTest.class);
    policy = folder.resolve("policy.yml");
    Files.writeString(
        policy,
        "{version: 1, mode: enforce, trusted_networks: [],"
            + " notifications: {pubsub_topic: '"
            + DeployedFunction.topic("owners")
            + "'}, owners: {mapping: {example-prod: owner@example.com}}}");
    function = deployed();
  }

  @AfterEach
  void stop() {
    if (function != null) {
      function.close();
    }
  }

  private DeployedFunction deployed() {
    return new DeployedFunction(emulator, project, policy);
  }

  @Test
  void evaluate() throws IOException {
    PushEndpoint evaluate = function.wiring().evaluate("evaluate");

    for (Path sample : samples()) {
      for (int i = 0; i < 2; i++) {
        assertThat(function.push(evaluate, Files.readString(sample))).isEqualTo(204);
      }
    }

    function.compare("evaluate", granted("evaluate"));
  }

  @Test
  void revoke_sessions() throws Exception {
    PushEndpoint act = function.wiring().act("revoke-sessions");
    google();
    Stream.of(
            request("disable-service-account", APP, Map.of("service_account", APP)),
            request("close-impersonation", APP, Map.of("policy_of", ACCOUNT)),
            grant(PROJECT),
            grant("folders/1234"),
            grant("organizations/1234"),
            grant(ACCOUNT),
            request("revoke-app-grant", ANNA, Map.of("person", ANNA, "client_id", CLIENT)),
            request("revoke-app-everywhere", CLIENT, Map.of("client_id", CLIENT)),
            request("sign-out-user", ANNA, Map.of("person", ANNA)))
        .forEach(request -> done(act, request));
    looked(act);
    notReached(act, request("quarantine-pod", "web", Map.of("pod", "web")));

    function.compare("revoke-sessions", granted("revoke-sessions"));
  }

  @Test
  void disable_keys() throws Exception {
    PushEndpoint act = function.wiring().act("disable-keys");
    google();
    done(
        act,
        request(
            "disable-service-account-key",
            APP + "/keys/" + KEY,
            Map.of("service_account", APP, "key_id", KEY)));
    looked(act);
    notReached(
        act,
        request(
            "delete-token-secret", "token", Map.of("secret", "token", "principal", "ci/runner")));

    function.compare("disable-keys", granted("disable-keys"));
  }

  @Test
  void notify_owners() throws IOException {
    List<String> requests = published("gcp.audit/owner-for-stranger.json", "notify-owners");
    PushEndpoint act = function.wiring().act("notify-owners");

    assertThat(requests).isNotEmpty();
    for (String request : requests) {
      assertThat(function.push(act, request.replace("\"containment_actions\":\"1\"", "\"x\":\"\"")))
          .isEqualTo(204);
    }

    assertThat(function.google.messaging().published())
        .extracting(Published::topic)
        .contains(DeployedFunction.topic("owners"));
    function.compare("notify-owners", granted("notify-owners"));
  }

  @Test
  void receive_webhooks() {
    var endpoint = function.wiring().webhooks();
    String body =
        "{\"action\":\"created\",\"key\":{\"id\":1,\"title\":\"t\",\"read_only\":false,"
            + "\"created_at\":\"2026-11-24T09:12:40Z\",\"key\":\"ssh-ed25519 QQ==\"},"
            + "\"repository\":{\"full_name\":\"example/shop\"},"
            + "\"organization\":{\"login\":\"example\"},"
            + "\"sender\":{\"login\":\"bob-example\",\"id\":1002,\"type\":\"User\"}}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "content-type",
            "application/json",
            "x-github-event",
            "deploy_key",
            "x-hub-signature-256",
            "sha256=" + new Hmac(DeployedFunction.WEBHOOK_SECRET).of(bytes));
    for (int i = 0; i < 2; i++) {
      assertThat(endpoint.handle(new InboundRequest("POST", "/github", headers, bytes)).status())
          .isEqualTo(202);
    }

    function.compare("receive-webhooks", granted("receive-webhooks"));
  }

  @Test
  void decide_actions() throws Exception {
    String request = published("gcp.audit/owner-for-stranger.json", "revoke-sessions").get(0);
    try (DeployedFunction act = deployed()) {
      act.google.resources().add("projects/example-prod", Map.of());
      act.google.policy(
          "projects/example-prod",
          "roles/owner",
          null,
          "user:anna@example.com",
          "user:mallory@example.net");
      assertThat(act.push(act.wiring().act("revoke-sessions"), request)).isEqualTo(204);
    }
    InboundRequest link =
        undo(new ObjectMapper().readTree(request).at("/detail/incident").asText());

    assertThat(function.wiring().decisions().handle(link).status()).isEqualTo(200);

    function.compare("decide-actions", granted("decide-actions"));
  }

  private InboundRequest undo(String incident) throws Exception {
    Firestore database = FirestoreEmulator.client(emulator, project);
    try {
      FirestoreIncidentStore store = new FirestoreIncidentStore(database, Clock.systemUTC());
      String path =
          LinkedDecisions.links(DeployedFunction.LINKS, store, Clock.systemUTC())
              .of(store.find(incident).orElseThrow())
              .get(0)
              .url()
              .getPath();
      return new InboundRequest(
          "POST", path, Map.of(), "verdict=undo".getBytes(StandardCharsets.UTF_8));
    } finally {
      database.close();
    }
  }

  /** What the role of a function lets it do; undo is granted as well, and tested elsewhere. */
  private static Set<String> granted(String name) {
    Needed needed = Permissions.byFunction().get(name);
    Set<String> granted = new TreeSet<>(needed.own());
    granted.addAll(needed.act());
    return granted;
  }

  /** What evaluate asks of a function about a sample. */
  private List<String> published(String sample, String of) throws IOException {
    try (DeployedFunction evaluate = deployed()) {
      evaluate.push(
          evaluate.wiring().evaluate("evaluate"), Files.readString(EVENTS.resolve(sample)));
      return evaluate.google.messaging().published().stream()
          .filter(message -> message.function().equals(of))
          .map(Published::text)
          .toList();
    }
  }

  private IncidentReport incident() {
    return new IncidentReport(
        "key " + KEY, APP, "example-project", now, Duration.ofHours(1), List.of());
  }

  /** Something to act on, and the incident about it. */
  private void google() throws Exception {
    Firestore database = FirestoreEmulator.client(emulator, project);
    try {
      new FirestoreIncidentStore(database, Clock.systemUTC()).report(incident());
    } finally {
      database.close();
    }
    function.google.iam().add(APP, "example-project").key(KEY, "USER_MANAGED");
    for (String of : List.of(PROJECT, "folders/1234", "organizations/1234")) {
      function.google.resources().add(of, Map.of());
    }
    for (String of : List.of(PROJECT, "folders/1234", "organizations/1234", ACCOUNT)) {
      function.google.policy(of, "roles/viewer", null, "user:" + ANNA, "user:mallory@example.net");
    }
    function.google.policy(
        ACCOUNT, "roles/iam.serviceAccountTokenCreator", null, "allUsers", "user:" + ANNA);
    function.google.directory().add(ANNA, CLIENT);
  }

  private ActionRequest grant(String of) {
    return request(
        "withdraw-role-grant",
        "mallory on " + of,
        Map.of(
            "policy_of", of,
            "granted_role", "roles/viewer",
            "member", "user:mallory@example.net"));
  }

  private ActionRequest request(String action, String target, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put("seen_at", now.toString());
    all.putIfAbsent("cluster", DeployedFunction.CLUSTER);
    all.putIfAbsent("namespace", "shop");
    return new ActionRequest(
        incident().newId(),
        action,
        target,
        "example-project",
        all,
        Disposition.ENFORCE,
        "A rule",
        Map.of(),
        now,
        1);
  }

  private void done(PushEndpoint act, ActionRequest request) {
    assertThat(function.push(act, Message.requested(request).envelope())).isEqualTo(204);
    assertThat(last()).as(request.action()).contains("\"status\":\"done\"");
  }

  private String last() {
    List<Published> all = function.google.messaging().published();
    return all.get(all.size() - 1).text();
  }

  /** What the queue is to bring comes. */
  private void looked(PushEndpoint act) {
    List<String> tasks = function.google.messaging().tasks();
    assertThat(tasks).isNotEmpty();
    tasks.forEach(task -> function.pushBody(act, task));
  }

  /** The cluster is found, and at its address nothing answers. */
  private void notReached(PushEndpoint act, ActionRequest request) {
    assertThat(function.push(act, Message.requested(request).envelope())).isEqualTo(503);
  }

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(EVENTS)) {
      return files
          .filter(file -> file.toString().matches(".*/(gcp|workspace)\\.[a-z]+/[^/]+\\.json"))
          .filter(file -> !file.toString().endsWith(".expected.json"))
          .sorted()
          .toList();
    }
  }
}
