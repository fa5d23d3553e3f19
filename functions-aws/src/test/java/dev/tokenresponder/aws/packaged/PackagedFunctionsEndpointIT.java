package dev.tokenresponder.aws.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.DynamoDbIncidentStore;
import dev.tokenresponder.aws.dynamodb.Tables;
import dev.tokenresponder.aws.endpoint.AwsEndpoint;
import dev.tokenresponder.aws.endpoint.Sqs;
import dev.tokenresponder.aws.iam.Denial;
import dev.tokenresponder.aws.iam.Identity;
import dev.tokenresponder.aws.iam.SdkIam;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.respond.Hmac;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The packaged functions from a stolen session's event to the owner's message, against an AWS
 * endpoint: what the bus delivers to one is handed to the next over the Lambda Runtime API.
 */
class PackagedFunctionsEndpointIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path SAMPLE =
      Path.of("../events/aws.cloudtrail/stolen-instance-session.json");
  private static final String SESSION_NAME = "i-0abcd1234ef567890";

  private static final Map<String, String> LINKS =
      Map.of(
          LinkedDecisions.KEY, "a-key-for-links-of-this-machine-only",
          LinkedDecisions.URL, "https://decide.example.com/");

  private static URI endpoint;
  private static AwsClients clients;
  private static String account;

  @TempDir Path folder;
  private final String run = UUID.randomUUID().toString();
  private final String role = "app-" + run;
  private final SqsClient sqs = Sqs.client();

  @BeforeAll
  static void start() {
    endpoint = AwsEndpoint.require(PackagedFunctionsEndpointIT.class);
    clients = new AwsClients(endpoint);
    account = clients.sts().getCallerIdentity().account();
  }

  @Test
  void a_stolen_session_is_contained_and_its_owner_told() throws IOException, InterruptedException {
    IamClient iam = clients.iam();
    iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument("{}"));
    String session = assume(SESSION_NAME);
    String other = assume("i-0fedcba9876543210");
    Instant issued = Instant.now();
    Tables.create(clients.dynamoDb(), run);
    String requests = bus("Action Requested");
    String topic = clients.sns().createTopic(r -> r.name("owners-" + run)).topicArn();
    String owners = Sqs.create(sqs);
    clients.sns().subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(Sqs.arn(sqs, owners)));
    Map<String, String> environment = environment(topic);

    assertThat(invoke("evaluate", environment, event(session)).success()).isTrue();

    List<JsonNode> requested = requested(requests);
    assertThat(requested)
        .extracting(e -> e.at("/detail/action").asText())
        .containsExactlyInAnyOrder("revoke-role-session", "notify-owner");
    for (String action : List.of("revoke-role-session", "notify-owner")) {
      JsonNode request =
          requested.stream()
              .filter(e -> e.at("/detail/action").asText().equals(action))
              .findFirst()
              .orElseThrow();
      String function = action.equals("notify-owner") ? "notify-owners" : "revoke-sessions";

      assertThat(invoke(function, environment, request.toString(), request.toString()).success())
          .isTrue();
    }

    SdkIam port = new SdkIam(iam, () -> account);
    List<String> policies = iam.listRolePolicies(r -> r.roleName(role)).policyNames();
    assertThat(policies).hasSize(1);
    String document = port.policy(Identity.role(role), policies.get(0)).orElseThrow();
    assertThat(Denial.holds(document, session, issued)).isTrue();
    assertThat(Denial.holds(document, other, issued)).isFalse();
    assertThat(Sqs.receive(sqs, owners)).contains(role, "delete-role-policy");
    assertThat(
            new DynamoDbIncidentStore(clients.dynamoDb(), run, Clock.systemUTC())
                .find(requested.get(0).at("/detail/incident").asText())
                .orElseThrow()
                .state())
        .isEqualTo(IncidentState.CONTAINED);
    assertThat(metrics("evaluate")).containsExactly("Incidents", "EventsJudged,EventAge");
    assertThat(metrics("revoke-sessions")).containsExactly("Actions", "TimeToContain");
    assertThat(metrics("notify-owners")).containsExactly("Actions");
  }

  /** The names in each line of metrics that a function logged, which are lines of JSON alone. */
  private List<String> metrics(String function) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("target", function + ".log"))) {
      if (line.contains("\"Namespace\":\"" + run + "\"")) {
        JsonNode directive = MAPPER.readTree(line).at("/_aws/CloudWatchMetrics/0");
        assertThat(directive.path("Namespace").asText()).as(line).isEqualTo(run);
        names.add(String.join(",", directive.path("Metrics").findValuesAsText("Name")));
      }
    }
    return names;
  }

  @Test
  void what_waits_is_done_and_taken_back_by_links() throws IOException, InterruptedException {
    IamClient iam = clients.iam();
    iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument("{}"));
    String session = assume(SESSION_NAME);
    Tables.create(clients.dynamoDb(), run);
    String requests = bus("Action Requested", "Undo Requested");
    Map<String, String> environment = environment("none", "approve");
    environment.putAll(LINKS);
    invoke("evaluate", environment, event(session));
    invoke("revoke-sessions", environment, next(requests, "revoke-role-session"));
    assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames()).isEmpty();

    String approve = link();
    assertThat(invoke("decide-actions", environment, decision("GET", approve, "")).body())
        .contains("200", "An action waits for a person", role);
    assertThat(requested(requests)).isEmpty();
    String approval = decision("POST", approve, "verdict=approve");
    assertThat(invoke("decide-actions", environment, approval, approval).body())
        .contains("410", "decided before");
    invoke("revoke-sessions", environment, next(requests, "revoke-role-session"));
    assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames()).hasSize(1);

    invoke("decide-actions", environment, decision("POST", link(), "verdict=undo"));
    invoke("revoke-sessions", environment, next(requests, "revoke-role-session"));
    assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames()).isEmpty();
    assertThat(incident().state()).isEqualTo(IncidentState.UNDONE);
  }

  /** The one message for an action that has come since. */
  private String next(String queue, String action) throws IOException {
    List<JsonNode> come = requested(queue);
    sqs.purgeQueue(r -> r.queueUrl(queue));
    return come.stream()
        .filter(event -> event.at("/detail/action").asText().equals(action))
        .findFirst()
        .orElseThrow()
        .toString();
  }

  private Incident incident() {
    String id =
        clients.dynamoDb().scan(r -> r.tableName(run)).items().stream()
            .map(item -> item.get("pk").s())
            .filter(pk -> pk.contains("inc-"))
            .map(pk -> pk.substring(pk.indexOf("inc-")))
            .findFirst()
            .orElseThrow();
    return store().find(id).orElseThrow();
  }

  private DynamoDbIncidentStore store() {
    return new DynamoDbIncidentStore(clients.dynamoDb(), run, Clock.systemUTC());
  }

  private String link() {
    return LinkedDecisions.links(LINKS, store(), Clock.systemUTC())
        .of(incident())
        .get(0)
        .url()
        .getPath();
  }

  /** A browser's request, as a function URL hands it on. */
  private static String decision(String method, String path, String form) {
    ObjectNode event = MAPPER.createObjectNode();
    event.put("version", "2.0").put("rawPath", path).put("isBase64Encoded", true);
    event.put("body", Base64.getEncoder().encodeToString(form.getBytes(StandardCharsets.UTF_8)));
    event.putObject("headers").put("content-type", "application/x-www-form-urlencoded");
    event.putObject("requestContext").putObject("http").put("method", method);
    return event.toString();
  }

  @Test
  void what_came_by_webhook_is_judged_once_it_is_proven() throws IOException, InterruptedException {
    Tables.create(clients.dynamoDb(), run);
    String received = bus("Record Received");
    Map<String, String> environment = environment("none");
    environment.put("TOKEN_RESPONDER_SEAL", "a-seal-of-this-machine-only");
    environment.put("TOKEN_RESPONDER_WEBHOOK_GITHUB", "a-secret-of-this-machine-only");
    String proven = webhook("a-secret-of-this-machine-only");

    assertThat(invoke("receive-webhooks", environment, webhook("another-secret-altogether")).body())
        .contains("401");
    assertThat(invoke("receive-webhooks", environment, proven, proven).body())
        .contains("202", "taken before");

    List<String> messages = Sqs.bodies(sqs, received);
    assertThat(messages).hasSize(1);
    assertThat(invoke("evaluate", environment, messages.get(0)).success()).isTrue();
    assertThat(
            new DynamoDbIncidentStore(clients.dynamoDb(), run, Clock.systemUTC())
                .latest("target example/payments", "example"))
        .isPresent();
  }

  /** A deploy key is added, as GitHub tells a function URL. */
  private static String webhook(String secret) {
    String body =
        "{\"action\":\"created\",\"key\":{\"read_only\":false,\"key\":\"ssh-ed25519 "
            + "AAAAEXAMPLEPUBLICKEY0006\",\"created_at\":\"2026-11-24T09:12:40Z\"},"
            + "\"repository\":{\"full_name\":\"example/payments\"},"
            + "\"organization\":{\"login\":\"example\"},\"sender\":{\"login\":\"bob-example\"}}";
    ObjectNode event = MAPPER.createObjectNode();
    event.put("version", "2.0").put("rawPath", "/github").put("body", body);
    event
        .putObject("headers")
        .put("content-type", "application/json")
        .put("x-github-event", "deploy_key")
        .put(
            "x-hub-signature-256",
            "sha256=" + new Hmac(secret).of(body.getBytes(StandardCharsets.UTF_8)));
    event.putObject("requestContext").putObject("http").put("method", "POST");
    return event.toString();
  }

  private RuntimeApi.Answer invoke(
      String function, Map<String, String> environment, String... events)
      throws IOException, InterruptedException {
    RuntimeApi.Answer answer = null;
    try (PackagedFunction packaged = new PackagedFunction(function, environment)) {
      for (String event : events) {
        answer = packaged.invoke(event);
        assertThat(answer.success()).as(answer.body()).isTrue();
      }
    }
    return answer;
  }

  private Map<String, String> environment(String topic) throws IOException {
    return environment(topic, "enforce");
  }

  private Map<String, String> environment(String topic, String mode) throws IOException {
    Path policy = folder.resolve("policy.yml");
    Files.writeString(
        policy,
        "{version: 1, mode: "
            + mode
            + ", trusted_networks: [], notifications: {sns_topic: '"
            + topic
            + "'}}");
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    environment.put("TOKEN_RESPONDER_POLICY", policy.toString());
    environment.put("TOKEN_RESPONDER_TABLE", run);
    environment.put("TOKEN_RESPONDER_BUS", run);
    environment.put("TOKEN_RESPONDER_METRICS", run);
    return environment;
  }

  /** The responder's bus, with a queue that gets every message of these types. */
  private String bus(String... detailTypes) {
    String queue = Sqs.create(sqs);
    EventBridgeClient events = clients.eventBridge();
    events.createEventBus(r -> r.name(run));
    events.putRule(
        r ->
            r.name("requests")
                .eventBusName(run)
                .eventPattern("{\"detail-type\":[\"" + String.join("\",\"", detailTypes) + "\"]}"));
    Target target = Target.builder().id("q").arn(Sqs.arn(sqs, queue)).build();
    events.putTargets(r -> r.rule("requests").eventBusName(run).targets(target));
    return queue;
  }

  private List<JsonNode> requested(String queue) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String body : Sqs.bodies(sqs, queue)) {
      events.add(MAPPER.readTree(body));
    }
    return events;
  }

  private String assume(String name) {
    return clients
        .sts()
        .assumeRole(
            r -> r.roleArn("arn:aws:iam::" + account + ":role/" + role).roleSessionName(name))
        .assumedRoleUser()
        .assumedRoleId();
  }

  /** The sample, about the very session that was just made. */
  private String event(String session) throws IOException {
    return Files.readString(SAMPLE)
        .replace("AROAEXAMPLEROLE123456:" + SESSION_NAME, session)
        .replace("AROAEXAMPLEROLE123456", session.substring(0, session.indexOf(':')))
        .replace("111122223333", account)
        .replace("role/app-server", "role/" + role)
        .replace("assumed-role/app-server", "assumed-role/" + role)
        .replace("\"userName\": \"app-server\"", "\"userName\": \"" + role + "\"");
  }
}
