package dev.tokenresponder.gcp.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.google.cloud.firestore.Firestore;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.gcp.emulator.PubSubEmulator;
import dev.tokenresponder.gcp.firestore.FirestoreIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.respond.Hmac;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged functions, from what a log sink publishes to the last action. */
class PackagedFunctionsEmulatorIT {
  private static final Path EVENTS = Path.of("../events");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
  private static final String BACKUP = "backup@example-prod.iam.gserviceaccount.com";

  @TempDir static Path folder;

  private static final GreenMail MAIL = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

  private static LocalGoogle local;
  private static Firestore database;

  @BeforeAll
  static void start() throws IOException {
    MAIL.start();
    String firestore = FirestoreEmulator.require(PackagedFunctionsEmulatorIT.class);
    String pubsub = PubSubEmulator.require(PackagedFunctionsEmulatorIT.class);
    Path policy = folder.resolve("policy.yml");
    local = new LocalGoogle(Path.of("target"), firestore, pubsub, policy);
    Files.writeString(
        policy,
        "{version: 1, mode: enforce, trusted_networks: [], notifications: {pubsub_topic: '"
            + local.topic("owners")
            + "', mail: {host: 127.0.0.1, port: "
            + MAIL.getSmtp().getPort()
            + ", security: none, from: responder@example.com}},"
            + " owners: {mapping: {example-prod: owner@example.com}},"
            + " exemptions: [{email: exempt@example.net}]}");
    database = FirestoreEmulator.client(firestore, local.project());
    local.startAll().deliver();
  }

  @AfterAll
  static void stop() throws Exception {
    MAIL.stop();
    if (local != null) {
      local
          .functions()
          .forEach(
              (name, function) ->
                  System.out.printf(
                      "%s: first answer after %d ms, %d MB%n",
                      name, function.startUp().toMillis(), megabytes(function)));
      local.close();
    }
    if (database != null) {
      database.close();
    }
  }

  private static long megabytes(PackagedFunction function) {
    try {
      return function.residentMegabytes();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void a_stranger_who_became_owner_no_longer_is_and_somebody_is_told() throws Exception {
    String record = sample("gcp.audit/owner-for-stranger.json");

    publish(record);

    Incident incident = told("projects/example-prod");
    assertThat(local.google().members("projects/example-prod", "roles/owner"))
        .containsExactly("user:colleague@example.com");
    assertThat(incident.state()).isEqualTo(IncidentState.CONTAINED);
    assertThat(incident.containment())
        .singleElement()
        .satisfies(o -> assertThat(o.undo().command()).contains("add-iam-policy-binding"));
    await("the mail", () -> MAIL.getReceivedMessages().length > 0);
    assertThat(MAIL.getReceivedMessages())
        .anySatisfy(
            mail -> {
              assertThat(mail.getAllRecipients())
                  .extracting(String::valueOf)
                  .containsExactly("owner@example.com");
              assertThat(GreenMailUtil.getBody(mail)).contains("mallory@example.net");
            });

    int changes = changes();
    int answers = local.answers().size();
    local.publish(record);
    await("the second push", () -> local.answers().size() > answers);
    quiet();
    assertThat(changes()).isEqualTo(changes);
    assertThat(local.published("owners")).isEmpty();
  }

  @Test
  void a_leaked_key_is_disabled_and_its_account_is_not() throws Exception {
    publish(sample("gcp.scc/leaked-key-used.json"));

    Incident incident = told(BACKUP);
    assertThat(local.google().iam().account(BACKUP).isDisabled(KEY)).isTrue();
    assertThat(local.google().iam().account(BACKUP).isDisabled()).isFalse();
    assertThat(incident.state()).isEqualTo(IncidentState.CONTAINED);
  }

  @Test
  void an_application_loses_what_a_person_let_it_do() throws Exception {
    publish(sample("workspace.audit/app-administers-users.json"));

    told("exampleharvester");
    assertThat(local.google().directory().clients("anna@example.com")).isEmpty();
  }

  @Test
  void what_an_exempt_person_got_stays() throws Exception {
    publish(
        sample("gcp.audit/token-creator-for-stranger.json")
            .replace("mallory@example.net", "exempt@example.net")
            .replace("example-prod", "exempt-project"));

    Incident incident = told("exempt-project");
    assertThat(
            local
                .google()
                .members("projects/exempt-project", "roles/iam.serviceAccountTokenCreator"))
        .contains("user:exempt@example.net");
    assertThat(incident.state()).isEqualTo(IncidentState.UNCONTAINED);
  }

  @Test
  void an_entry_that_anybody_may_write_changes_nothing() throws Exception {
    String forged =
        sample("gcp.audit/owner-for-stranger.json")
            .replace("cloudaudit.googleapis.com%2Factivity", "my-log")
            .replace("example-prod", "forged-project");
    publish(forged);

    await("its incident", () -> updates("forged-project").size() > 0);
    quiet();
    assertThat(local.google().members("projects/forged-project", "roles/owner"))
        .contains("user:mallory@example.net");
  }

  @Test
  void what_cannot_be_read_is_among_the_dead_letters_and_not_delivered_again() throws Exception {
    local.publish("{\"protoPayload\": {\"methodName\": 7}, \"logName\": \"x\\u0430\\n\"}");

    await("the dead letter", () -> letters().size() > 0);
    quiet();
    assertThat(letters()).hasSize(1);
    PubsubMessage letter = letters().get(0);
    assertThat(letter.getAttributes())
        .containsEntry("function", "evaluate")
        .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("malformed"));
    JsonNode kept = MAPPER.readTree(letter.decodeData());
    assertThat(
            new String(
                Base64.getDecoder().decode(kept.at("/message/data").asText()),
                StandardCharsets.UTF_8))
        .contains("methodName");
    assertThat(local.functions().get("EvaluateFunction").log().lines())
        .filteredOn(line -> line.contains("dead letters"))
        .singleElement()
        .asString()
        .matches("[ -~]+");
  }

  @Test
  void what_was_done_is_taken_back_by_a_link_once() throws Exception {
    publish(sample("gcp.audit/owner-for-stranger.json").replace("example-prod", "undo-project"));
    Incident incident = told("undo-project");
    assertThat(local.google().members("projects/undo-project", "roles/owner"))
        .doesNotContain("user:mallory@example.net");
    FirestoreIncidentStore store = new FirestoreIncidentStore(database, Clock.systemUTC());
    String path =
        LinkedDecisions.links(LocalGoogle.LINKS, store, Clock.systemUTC())
            .of(incident)
            .get(0)
            .url()
            .getPath()
            .substring(1);
    PackagedFunction decide = local.functions().get("DecideActionsFunction");

    assertThat(decide.post(path + "x", "verdict=undo")).isEqualTo(403);
    assertThat(decide.post(path, "verdict=undo")).isEqualTo(200);
    await(
        "the undo",
        () ->
            local
                .google()
                .members("projects/undo-project", "roles/owner")
                .contains("user:mallory@example.net"));
    assertThat(decide.post(path, "verdict=undo")).isEqualTo(410);
    assertThat(told("a person had this taken back through a link").state())
        .isEqualTo(IncidentState.UNDONE);
  }

  @Test
  void what_came_by_webhook_is_judged_once_it_is_proven() throws Exception {
    PackagedFunction webhooks = local.functions().get("ReceiveWebhooksFunction");
    String proven = deployKey("example/proven");
    String forged = deployKey("example/forged");

    assertThat(github(webhooks, forged, "another-secret-altogether")).isEqualTo(401);
    assertThat(github(webhooks, proven, LocalGoogle.WEBHOOK_SECRET)).isEqualTo(202);

    String subject = "example/proven";
    await("its incident", () -> updates(subject).size() > 0);
    assertThat(github(webhooks, proven, LocalGoogle.WEBHOOK_SECRET)).isEqualTo(202);
    quiet();
    assertThat(updates(subject)).hasSize(1);
    assertThat(updates("example/forged")).isEmpty();
  }

  private static String deployKey(String repository) {
    return "{\"action\":\"created\",\"key\":{\"id\":1,\"title\":\"t\",\"read_only\":false,"
        + "\"created_at\":\"2026-11-24T09:12:40Z\",\"key\":\"ssh-ed25519 "
        + Base64.getEncoder().encodeToString(repository.getBytes(StandardCharsets.UTF_8))
        + "\"},\"repository\":{\"full_name\":\""
        + repository
        + "\"},\"organization\":{\"login\":\"example\"},"
        + "\"sender\":{\"login\":\"bob-example\",\"id\":1002,\"type\":\"User\"}}";
  }

  private static int github(PackagedFunction function, String body, String secret)
      throws Exception {
    String code = new Hmac(secret).of(body.getBytes(StandardCharsets.UTF_8));
    return function.post(
        "github", body, "X-GitHub-Event", "deploy_key", "X-Hub-Signature-256", "sha256=" + code);
  }

  @Test
  void without_a_token_that_proves_it_nothing_is_done() throws Exception {
    String entry =
        sample("gcp.audit/owner-for-stranger.json").replace("example-prod", "unproven-project");
    prepare(entry);
    String body =
        "{\"message\": {\"messageId\": \"1\", \"data\": \""
            + Base64.getEncoder().encodeToString(entry.getBytes(StandardCharsets.UTF_8))
            + "\"}}";
    for (PackagedFunction function : local.pushed()) {
      assertThat(function.push(body)).isEqualTo(401);
      for (Map.Entry<String, String> token : local.tokens().broken().entrySet()) {
        assertThat(function.push(body, "Authorization", "Bearer " + token.getValue()))
            .as(token.getKey())
            .isEqualTo(401);
      }
    }
    quiet();
    assertThat(local.google().members("projects/unproven-project", "roles/owner"))
        .contains("user:mallory@example.net");
    assertThat(updates("unproven-project")).isEmpty();
  }

  private static final List<PubsubMessage> LETTERS = new ArrayList<>();
  private static final List<JsonNode> RESPONSES = new ArrayList<>();

  private static List<PubsubMessage> letters() {
    try {
      LETTERS.addAll(local.published("dead-letters"));
      return LETTERS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was said of incidents that have to do with something. */
  private static List<JsonNode> updates(String about) {
    try {
      for (PubsubMessage message : local.published("responses")) {
        RESPONSES.add(MAPPER.readTree(message.decodeData()));
      }
      return RESPONSES.stream()
          .filter(m -> m.path("detail-type").asText().equals("Incident Updated"))
          .filter(m -> m.toString().contains(about))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void publish(String record) throws IOException {
    prepare(record);
    local.publish(record);
  }

  private static void prepare(String record) {
    for (Decoded decoded :
        Decoders.decode(record.getBytes(StandardCharsets.UTF_8), Intake.OPERATOR, null)) {
      local.prepareFor(((Decoded.Event) decoded).event());
    }
  }

  /** Waits until owners are told, which is last; the incident as it then is. */
  private static Incident told(String about) throws Exception {
    List<PubsubMessage> told = new ArrayList<>();
    await(
        "the message about " + about,
        () -> {
          try {
            told.addAll(local.published("owners"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return told.stream().anyMatch(m -> text(m).contains(about));
        });
    String id =
        told.stream()
            .filter(m -> text(m).contains(about))
            .findFirst()
            .orElseThrow()
            .getAttributes()
            .get("incident");
    return new FirestoreIncidentStore(database, Clock.systemUTC()).find(id).orElseThrow();
  }

  private static String text(PubsubMessage message) {
    return new String(message.decodeData(), StandardCharsets.UTF_8);
  }

  private static int changes() {
    return (int)
        local.google().access().calls().stream()
            .filter(
                call ->
                    call.startsWith("DELETE") || call.contains(":set") || call.contains(":disable"))
            .count();
  }

  /** Until nothing more is pushed for a while. */
  private static void quiet() throws InterruptedException {
    int before = -1;
    while (before != local.answers().size()) {
      before = local.answers().size();
      Thread.sleep(1_500);
    }
  }

  private static void await(String what, BooleanSupplier there) throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      if (there.getAsBoolean()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(what + " did not come");
  }

  private static String sample(String name) throws IOException {
    return Files.readString(EVENTS.resolve(name));
  }
}
