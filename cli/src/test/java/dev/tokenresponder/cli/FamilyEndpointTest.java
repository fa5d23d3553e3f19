package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.endpoint.AwsEndpoint;
import dev.tokenresponder.aws.iam.Denial;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * A chain of assumed roles over two accounts, of which the middle session is stolen: {@code zero} →
 * {@code one} (stolen) → {@code two}, in another account → {@code three}.
 */
class FamilyEndpointTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path SAMPLE = Path.of("../events/aws.cloudtrail/chained-sessions.json");
  private static final String MEMBER_ACCOUNT = "444455556666";
  private static final String MEMBER_ROLE = "token-responder-member";
  private static final String STOLEN = "i-0fedcba9876543210";
  private static final Map<String, String> SESSIONS =
      Map.of("zero", "s-zero", "one", STOLEN, "two", "s-two", "three", "s-three");

  private static URI endpoint;
  private static AwsClients clients;
  private static String account;

  @TempDir Path folder;
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> ids = new TreeMap<>();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @BeforeAll
  static void start() {
    endpoint = AwsEndpoint.require(FamilyEndpointTest.class);
    clients = new AwsClients(endpoint);
    account = clients.sts().getCallerIdentity().account();
  }

  @BeforeEach
  void roles() throws IOException {
    for (String role : SESSIONS.keySet()) {
      ids.put(
          role,
          iamOf(role)
              .createRole(r -> r.roleName(name(role)).assumeRolePolicyDocument("{}"))
              .role()
              .roleId());
    }
    Files.writeString(
        folder.resolve("policy.yml"),
        "{version: 1, mode: enforce, trusted_networks: [], accounts: ['"
            + account
            + "', '"
            + MEMBER_ACCOUNT
            + "']}");
  }

  @Test
  void oneEventOnTheMiddleSessionContainsExactlyItsFamilyAndUndoGivesTheFirstStateBack()
      throws IOException, InterruptedException {
    String theirs =
        "{\"Version\": \"2012-10-17\",  \"Statement\": [{\"Effect\": \"Allow\","
            + " \"Action\": \"s3:ListBucket\", \"Resource\": \"*\"}]}";
    iamOf("one")
        .putRolePolicy(r -> r.roleName(name("one")).policyName("theirs").policyDocument(theirs));
    Map<String, List<String>> before = policies();

    run(respond("family", chain(STOLEN)));

    Map<String, List<String>> after = policies();
    assertThat(after.get("zero")).isEqualTo(before.get("zero"));
    for (String role : List.of("one", "two", "three")) {
      assertThat(denied(after, role, SESSIONS.get(role), now)).as(role).isTrue();
      assertThat(denied(after, role, "another", now)).as(role).isFalse();
      assertThat(denied(after, role, SESSIONS.get(role), now.plusSeconds(3_600))).isFalse();
    }

    run(List.of("undo", incident("family"), "--state", state("family")));
    assertThat(policies()).isEqualTo(before);
  }

  @Test
  void twoIncidentsOnOneRoleAtOnceBothKeepTheirStatements()
      throws IOException, InterruptedException {
    Process one = begin(respond("first", chain(STOLEN)));
    Process other = begin(respond("second", chain("i-0123456789abcdef0")));
    finish(one);
    finish(other);

    Map<String, List<String>> after = policies();
    assertThat(denied(after, "one", STOLEN, now)).isTrue();
    assertThat(denied(after, "one", "i-0123456789abcdef0", now)).isTrue();
    assertThat(denied(after, "one", "another", now)).isFalse();
  }

  private String name(String role) {
    return role + "-" + run;
  }

  private String state(String name) {
    return folder.resolve(name).toString();
  }

  private boolean denied(
      Map<String, List<String>> policies, String role, String session, Instant issued) {
    return policies.get(role).stream()
        .anyMatch(document -> Denial.holds(document, ids.get(role) + ":" + session, issued));
  }

  private Map<String, List<String>> policies() {
    Map<String, List<String>> policies = new TreeMap<>();
    for (String role : SESSIONS.keySet()) {
      IamClient iam = iamOf(role);
      policies.put(
          role,
          iam.listRolePolicies(r -> r.roleName(name(role))).policyNames().stream()
              .map(
                  policy ->
                      iam.getRolePolicy(r -> r.roleName(name(role)).policyName(policy))
                          .policyDocument())
              .map(document -> URLDecoder.decode(document, StandardCharsets.UTF_8))
              .toList());
    }
    return policies;
  }

  private static String accountOf(String role) {
    return role.equals("two") ? MEMBER_ACCOUNT : account;
  }

  private static IamClient iamOf(String role) {
    if (!role.equals("two")) {
      return clients.iam();
    }
    Credentials there =
        clients
            .sts()
            .assumeRole(
                r ->
                    r.roleArn("arn:aws:iam::" + MEMBER_ACCOUNT + ":role/" + MEMBER_ROLE)
                        .roleSessionName("test"))
            .credentials();
    return IamClient.builder()
        .endpointOverride(endpoint)
        .region(Region.AWS_GLOBAL)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    there.accessKeyId(), there.secretAccessKey(), there.sessionToken())))
        .build();
  }

  /** The sample, about the roles that were just made and of a few minutes ago. */
  private Path chain(String stolen) throws IOException {
    JsonNode records = MAPPER.readTree(SAMPLE.toFile()).path("Records");
    List<String> roles = List.of("zero", "one", "two", "three");
    ArrayNode chain = MAPPER.createArrayNode();
    for (int i = 0; i < 3; i++) {
      ObjectNode issue = records.get(i).deepCopy();
      String child = roles.get(i + 1);
      caller(issue, roles.get(i), stolen, now.minusSeconds(600 - 60 * i));
      issue.put("eventTime", now.minusSeconds(590 - 60 * i).toString());
      issue.put("eventID", UUID.randomUUID().toString());
      ObjectNode asked = (ObjectNode) issue.get("requestParameters");
      asked.put("roleArn", "arn:aws:iam::" + accountOf(child) + ":role/" + name(child));
      asked.put("roleSessionName", session(child, stolen));
      ObjectNode user = issue.withObject("/responseElements/assumedRoleUser");
      user.put("assumedRoleId", ids.get(child) + ":" + session(child, stolen));
      user.put("arn", sessionArn(child, stolen));
      chain.add(issue);
    }
    ObjectNode use = records.get(3).deepCopy();
    caller(use, "one", stolen, now.minusSeconds(530));
    use.put("eventTime", now.minusSeconds(20).toString());
    use.put("eventID", UUID.randomUUID().toString());
    chain.add(use);
    return Files.writeString(folder.resolve(stolen + ".json"), chain.toString());
  }

  private void caller(ObjectNode record, String role, String stolen, Instant since) {
    ObjectNode caller = (ObjectNode) record.get("userIdentity");
    caller.put("principalId", ids.get(role) + ":" + session(role, stolen));
    caller.put("arn", sessionArn(role, stolen));
    caller.put("accountId", accountOf(role));
    ObjectNode issuer = (ObjectNode) caller.at("/sessionContext/sessionIssuer");
    issuer.put("principalId", ids.get(role));
    issuer.put("arn", "arn:aws:iam::" + accountOf(role) + ":role/" + name(role));
    issuer.put("accountId", accountOf(role));
    issuer.put("userName", name(role));
    ((ObjectNode) caller.at("/sessionContext/attributes")).put("creationDate", since.toString());
    record.put("recipientAccountId", accountOf(role));
    record.remove("resources");
  }

  private static String session(String role, String stolen) {
    return role.equals("one") ? stolen : SESSIONS.get(role);
  }

  private String sessionArn(String role, String stolen) {
    return "arn:aws:sts::"
        + accountOf(role)
        + ":assumed-role/"
        + name(role)
        + "/"
        + session(role, stolen);
  }

  private List<String> respond(String state, Path events) {
    return List.of(
        "respond",
        "--policy",
        folder.resolve("policy.yml").toString(),
        "--state",
        state(state),
        events.toString());
  }

  private String incident(String state) {
    Cli list = Cli.run("incidents", "list", "--state", state(state), "--format", "ndjson");
    return list.lines().get(0).path("incident").asText();
  }

  private void run(List<String> arguments) throws IOException, InterruptedException {
    finish(begin(arguments));
  }

  private static void finish(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
  }

  /** In a process of its own, whose environment names the member role. */
  private static Process begin(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tokenresponder.cli.Main"));
    command.addAll(arguments);
    command.addAll(List.of("--endpoint-url", endpoint.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("TOKEN_RESPONDER_MEMBER_ROLE", MEMBER_ROLE);
    environment.putIfAbsent("AWS_REGION", "us-east-1");
    environment.putIfAbsent("AWS_ACCESS_KEY_ID", "test");
    environment.putIfAbsent("AWS_SECRET_ACCESS_KEY", "test");
    return builder.start();
  }
}
