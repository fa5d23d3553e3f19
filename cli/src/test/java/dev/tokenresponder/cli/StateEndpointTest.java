package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.dynamodb.Tables;
import dev.tokenresponder.aws.endpoint.AwsEndpoint;
import dev.tokenresponder.aws.endpoint.Sqs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Commands on the table that the functions keep incidents in, against an AWS endpoint. */
class StateEndpointTest {
  private static final Path STOLEN =
      Path.of("../events/aws.cloudtrail/stolen-instance-session.json");
  private static final String SESSION_NAME = "i-0abcd1234ef567890";

  @TempDir Path folder;

  private final String name = "app-" + UUID.randomUUID();
  private final String table = "incidents-" + UUID.randomUUID();
  private URI endpoint;
  private AwsClients clients;
  private Path event;

  @BeforeEach
  void aRoleWhoseSessionIsStolen() throws IOException {
    endpoint = AwsEndpoint.require(StateEndpointTest.class);
    clients = new AwsClients(endpoint);
    Tables.create(clients.dynamoDb(), table);
    clients.iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    String account = clients.sts().getCallerIdentity().account();
    String session =
        clients
            .sts()
            .assumeRole(
                r ->
                    r.roleArn("arn:aws:iam::" + account + ":role/" + name)
                        .roleSessionName(SESSION_NAME))
            .assumedRoleUser()
            .assumedRoleId();
    event =
        write(
            "event.json",
            Files.readString(STOLEN)
                .replace("AROAEXAMPLEROLE123456:" + SESSION_NAME, session)
                .replace("AROAEXAMPLEROLE123456", session.substring(0, session.indexOf(':')))
                .replace("app-server", name)
                .replace("111122223333", account));
  }

  @Test
  void what_waits_in_the_table_is_listed_approved_taken_back_and_re_armed() throws IOException {
    Path asking = policy("approve", "");
    assertThat(status(respond(event, asking))).isEqualTo("held");

    Cli list = run("incidents", "list", "--format", "ndjson");
    assertThat(list.lines()).hasSize(1);
    String incident = list.lines().get(0).path("incident").asText();
    assertThat(list.lines().get(0).path("state").asText()).isEqualTo("held");

    Cli approved = run("approve", incident, "--policy", asking.toString());
    assertThat(approved.code()).as(approved.err()).isZero();
    assertThat(policies()).hasSize(1);
    assertThat(run("incidents", "show", incident, "--format", "text").out())
        .contains("finding ", "done ", "undo     left=$(aws iam get-role-policy");

    Cli undone = run("undo", incident);
    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(policies()).isEmpty();
    Path enforcing = policy("enforce", "");
    assertThat(status(respond(later("T08:37"), enforcing))).isEqualTo("held");

    Cli rearmed = run("rearm", incident);
    assertThat(rearmed.code()).as(rearmed.err()).isZero();
    assertThat(run("incidents", "show", incident, "--format", "text").out())
        .contains("re-arm", "may be done again, says");
    assertThat(status(respond(later("T08:57"), enforcing))).isEqualTo("done");
    assertThat(policies()).hasSize(1);
  }

  @Test
  void stop_holds_up_what_is_kept_in_the_table() throws IOException {
    run("stop", "--reason", "a bad rule");

    Cli stopped = respond(event, policy("enforce", ""));

    assertThat(status(stopped)).isEqualTo("held");
    assertThat(run("resume").err()).contains("a bad rule");
  }

  @Test
  void owners_are_told_once_that_something_was_taken_back() throws IOException {
    SqsClient sqs = Sqs.client();
    String queue = Sqs.create(sqs);
    SnsClient sns = clients.sns();
    String topic = sns.createTopic(r -> r.name("t-" + UUID.randomUUID())).topicArn();
    Path policy = policy("enforce", topic);
    String incident = respond(event, policy).lines().get(0).path("incident").asText();
    sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(Sqs.arn(sqs, queue)));

    Cli undone = run("undo", incident, "--policy", policy.toString());
    Cli again = run("undo", incident, "--action", "1", "--policy", policy.toString());

    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(undone.err()).contains("published to " + topic);
    assertThat(status(again)).isEqualTo("undone");
    assertThat(again.err()).isEmpty();
    List<String> told = Sqs.bodies(sqs, queue);
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .contains(
            "[token-responder] taken back: ",
            "By whom: " + System.getProperty("user.name"),
            "What was taken back: revoke-role-session ",
            incident,
            "security@example.com");
  }

  @Test
  void what_was_taken_back_is_so_when_nobody_can_be_told() throws IOException {
    String incident =
        respond(event, policy("enforce", "")).lines().get(0).path("incident").asText();

    Cli undone =
        run(
            "undo",
            incident,
            "--policy",
            policy("enforce", "arn:aws:sns:us-east-1:111122223333:none").toString());

    assertThat(undone.code()).as(undone.err()).isZero();
    assertThat(status(undone)).isEqualTo("undone");
    assertThat(undone.err()).contains("taken back, but nobody was told: could not publish");
    assertThat(policies()).isEmpty();
  }

  private Path policy(String mode, String topic) throws IOException {
    String notifications = topic.isEmpty() ? "" : ", notifications: {sns_topic: '" + topic + "'}";
    return write(
        "policy.yml",
        "{version: 1, mode: "
            + mode
            + ", trusted_networks: [], owners: {fallback: [security@example.com]}"
            + notifications
            + "}");
  }

  private Path later(String time) throws IOException {
    return write("later.json", Files.readString(event).replace("T08:17", time));
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }

  private Cli respond(Path from, Path policy) {
    return run("respond", "--format", "ndjson", "--policy", policy.toString(), from.toString());
  }

  private Cli run(String... args) {
    return Cli.run(
        Stream.concat(
                Stream.of(args),
                Stream.of("--state", "dynamodb:" + table, "--endpoint-url", endpoint.toString()))
            .toArray(String[]::new));
  }

  private static String status(Cli run) {
    assertThat(run.lines()).as(run.err()).isNotEmpty();
    return run.lines().get(0).path("status").asText();
  }

  private List<String> policies() {
    return clients.iam().listRolePolicies(r -> r.roleName(name)).policyNames();
  }
}
