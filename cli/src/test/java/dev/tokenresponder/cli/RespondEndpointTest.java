package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;

/** {@code respond} against an AWS endpoint, as a user runs it. */
class RespondEndpointTest {
  private static final Path EVENTS = Path.of("../events");
  private static final String SESSION_NAME = "i-0abcd1234ef567890";

  private static URI endpoint;
  private static AwsClients clients;
  private static IamClient iam;
  private static String account;

  @TempDir Path folder;
  private final String name = "app-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    endpoint = AwsEndpoint.require(RespondEndpointTest.class);
    clients = new AwsClients(endpoint);
    iam = clients.iam();
    account = clients.sts().getCallerIdentity().account();
  }

  @Test
  void the_very_session_is_denied_no_other_is_and_twice_is_once() throws IOException {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    String session = assume(SESSION_NAME);
    String other = assume("i-0fedcba9876543210");
    Instant issued = Instant.now();
    Path event = stolenSession(session);

    Cli monitored = respond(event);
    assertThat(monitored.lines())
        .extracting(l -> l.path("status").asText())
        .containsOnly("planned");
    assertThat(policies()).isEmpty();

    Cli first = respond(event, "--enforce");
    assertThat(first.lines()).extracting(l -> l.path("status").asText()).containsOnly("done");
    List<String> after = policies();
    assertThat(after).hasSize(1);
    assertThat(Denial.holds(after.get(0), session, issued)).isTrue();
    assertThat(Denial.holds(after.get(0), other, issued)).isFalse();

    Cli second = respond(event, "--enforce");
    assertThat(second.lines().get(0).path("reason").asText()).contains("nothing to change");
    assertThat(second.lines().get(0).path("undo").asText())
        .isEqualTo(first.lines().get(0).path("undo").asText());
    assertThat(policies()).isEqualTo(after);
  }

  @Test
  void the_very_key_is_disabled_and_no_other_is() throws IOException {
    iam.createUser(r -> r.userName(name));
    String stolen = iam.createAccessKey(r -> r.userName(name)).accessKey().accessKeyId();
    String other = iam.createAccessKey(r -> r.userName(name)).accessKey().accessKeyId();
    Path event = exposedKey(stolen);

    assertThat(respond(event, "--enforce").lines())
        .extracting(l -> l.path("status").asText())
        .containsOnly("done");
    Cli second = respond(event, "--enforce");

    assertThat(second.lines().get(0).path("reason").asText()).contains("nothing to change");
    assertThat(iam.listAccessKeys(r -> r.userName(name)).accessKeyMetadata())
        .filteredOn(key -> key.status() == StatusType.ACTIVE)
        .extracting(AccessKeyMetadata::accessKeyId)
        .containsExactly(other);
    assertThat(iam.listUserPolicies(r -> r.userName(name)).policyNames()).hasSize(1);
  }

  @Test
  void a_role_of_the_same_name_in_another_account_is_left_alone() throws IOException {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    Path event = stolenSession(assume(SESSION_NAME));
    Files.writeString(event, Files.readString(event).replace(account, "444455556666"));

    Cli run = respond(event, "--enforce");

    assertThat(run.lines().get(0).path("status").asText()).isEqualTo("refused");
    assertThat(policies()).isEmpty();
  }

  @Test
  void what_was_done_is_taken_back_once_and_then_waits_for_a_person() throws IOException {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    Path event = stolenSession(assume(SESSION_NAME));
    String state = folder.resolve("incidents").toString();
    String incident =
        respond(event, "--enforce", "--state", state).lines().get(0).path("incident").asText();
    assertThat(policies()).hasSize(1);
    Cli without = Cli.run("undo", incident, "--state", state, "--format", "ndjson");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.lines().get(0).path("reason").asText()).contains("give --endpoint-url");

    Cli first = undo(incident, state);
    Cli second = undo(incident, state);

    assertThat(first.code()).isZero();
    assertThat(first.lines()).extracting(l -> l.path("status").asText()).containsExactly("undone");
    assertThat(policies()).isEmpty();
    assertThat(second.code()).isZero();
    assertThat(second.out()).isEmpty();
    Cli show = Cli.run("incidents", "show", incident, "--state", state, "--format", "ndjson");
    assertThat(show.lines().get(0).path("state").asText()).isEqualTo("undone");

    assertThat(status(respond(event, "--enforce", "--state", state))).isEqualTo("undone");
    Files.writeString(event, Files.readString(event).replace("T08:17", "T08:37"));
    Cli later = respond(event, "--enforce", "--state", state);
    assertThat(status(later)).as(later.out()).isEqualTo("held");
    assertThat(policies()).isEmpty();
  }

  @Test
  void what_waits_is_done_once_a_person_approves_it() throws IOException {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    Path event = stolenSession(assume(SESSION_NAME));
    String state = folder.resolve("incidents").toString();
    Path policy =
        Files.writeString(
            folder.resolve("policy.yml"), "{version: 1, mode: approve, trusted_networks: []}");
    Cli asked = respond(event, "--policy", policy.toString(), "--state", state);
    assertThat(status(asked)).isEqualTo("held");
    String incident = asked.lines().get(0).path("incident").asText();
    assertThat(policies()).isEmpty();

    Cli approved = decide("approve", incident, state, policy);
    Cli again = decide("approve", incident, state, policy);

    assertThat(approved.code()).as(approved.err()).isZero();
    assertThat(status(approved)).isEqualTo("done");
    assertThat(policies()).hasSize(1);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("nothing waits");
  }

  @Test
  void what_a_person_rejects_is_not_done() throws IOException {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    Path event = stolenSession(assume(SESSION_NAME));
    String state = folder.resolve("incidents").toString();
    Path policy =
        Files.writeString(
            folder.resolve("policy.yml"), "{version: 1, mode: approve, trusted_networks: []}");
    String incident =
        respond(event, "--policy", policy.toString(), "--state", state)
            .lines()
            .get(0)
            .path("incident")
            .asText();

    Cli rejected = decide("reject", incident, state, policy);

    assertThat(rejected.code()).as(rejected.err()).isZero();
    assertThat(status(rejected)).isEqualTo("refused");
    assertThat(decide("approve", incident, state, policy, "--action", "1").code()).isEqualTo(1);
    assertThat(policies()).isEmpty();
  }

  private static Cli decide(
      String command, String incident, String state, Path policy, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                incident,
                "--state",
                state,
                "--policy",
                policy.toString(),
                "--format",
                "ndjson",
                "--endpoint-url",
                endpoint.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void a_policy_that_somebody_changed_is_left_and_the_undo_refused() throws IOException {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    Path event = stolenSession(assume(SESSION_NAME));
    String state = folder.resolve("incidents").toString();
    String incident =
        respond(event, "--enforce", "--state", state).lines().get(0).path("incident").asText();
    String policy = iam.listRolePolicies(r -> r.roleName(name)).policyNames().get(0);
    String other = policies().get(0).replace("Deny", "Allow");
    iam.putRolePolicy(r -> r.roleName(name).policyName(policy).policyDocument(other));

    Cli undo = undo(incident, state, "--action", "1");

    assertThat(undo.code()).isEqualTo(1);
    assertThat(status(undo)).isEqualTo("refused");
    assertThat(undo.lines().get(0).path("reason").asText()).contains("changed since");
    assertThat(policies()).containsExactly(other);
  }

  private static String status(Cli run) {
    return run.lines().get(0).path("status").asText();
  }

  private static Cli undo(String incident, String state, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("undo", incident, "--state", state, "--endpoint-url", endpoint.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Cli respond(Path event, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("respond", "--format", "ndjson", "--endpoint-url", endpoint.toString()));
    args.addAll(List.of(more));
    args.add(event.toString());
    return Cli.run(args.toArray(String[]::new));
  }

  private List<String> policies() {
    return iam.listRolePolicies(r -> r.roleName(name)).policyNames().stream()
        .map(policy -> iam.getRolePolicy(r -> r.roleName(name).policyName(policy)).policyDocument())
        .map(document -> URLDecoder.decode(document, StandardCharsets.UTF_8))
        .toList();
  }

  private String assume(String sessionName) {
    return clients
        .sts()
        .assumeRole(
            r ->
                r.roleArn("arn:aws:iam::" + account + ":role/" + name).roleSessionName(sessionName))
        .assumedRoleUser()
        .assumedRoleId();
  }

  private Path stolenSession(String session) throws IOException {
    return write(
        Files.readString(EVENTS.resolve("aws.cloudtrail/stolen-instance-session.json"))
            .replace("AROAEXAMPLEROLE123456:" + SESSION_NAME, session)
            .replace("AROAEXAMPLEROLE123456", session.substring(0, session.indexOf(':')))
            .replace("app-server", name));
  }

  private Path exposedKey(String key) throws IOException {
    return write(
        Files.readString(EVENTS.resolve("aws.health/exposed-key.json"))
            .replace("AKIAIOSFODNN7EXAMPLE", key)
            .replace("deploy-bot", name));
  }

  private Path write(String event) throws IOException {
    return Files.writeString(folder.resolve("event.json"), event.replace("111122223333", account));
  }
}
