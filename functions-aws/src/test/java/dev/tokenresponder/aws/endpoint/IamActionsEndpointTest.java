package dev.tokenresponder.aws.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.iam.Denial;
import dev.tokenresponder.aws.iam.DisableAccessKey;
import dev.tokenresponder.aws.iam.IamTags;
import dev.tokenresponder.aws.iam.Identity;
import dev.tokenresponder.aws.iam.Requests;
import dev.tokenresponder.aws.iam.RevokeSessions;
import dev.tokenresponder.aws.iam.SdkIam;
import dev.tokenresponder.aws.messaging.EventBridgeBus;
import dev.tokenresponder.aws.messaging.SnsNotifier;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.ResponseBus;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The AWS adapters against an AWS endpoint, with roles, sessions and keys made for each test. */
class IamActionsEndpointTest {
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private static AwsClients clients;
  private static IamClient iam;
  private static SdkIam port;

  private final String role = "app-" + UUID.randomUUID();
  private final String user = "bot-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    URI endpoint = AwsEndpoint.require(IamActionsEndpointTest.class);
    clients = new AwsClients(endpoint);
    iam = clients.iam();
    String account = clients.sts().getCallerIdentity().account();
    port = new SdkIam(iam, () -> account);
  }

  @BeforeEach
  void account() {
    iam.createRole(
        r ->
            r.roleName(role)
                .assumeRolePolicyDocument(TRUST)
                .tags(Tag.builder().key("Owner").value("web@example.com").build()));
    iam.createUser(r -> r.userName(user));
  }

  @Test
  void a_session_is_denied_on_its_role_and_no_other_is() {
    String session = assume("i-0abcd1234ef567890");
    String other = assume("i-0fedcba9876543210");

    Change change = ready(new RevokeSessions(port).ofRoleSession(), roleSession(session));
    change.apply();

    assertThat(change.verify()).contains("read back");
    List<String> names = iam.listRolePolicies(r -> r.roleName(role)).policyNames();
    assertThat(names).hasSize(1);
    String document = port.policy(Identity.role(role), names.get(0)).orElseThrow();
    assertThat(Denial.holds(document, session, Instant.now())).isTrue();
    assertThat(Denial.holds(document, other, Instant.now())).isFalse();
  }

  @Test
  void twenty_incidents_of_one_role_at_once_all_keep_their_statements() {
    Instant issued = Instant.now();
    String first = assume("i-0abcd1234ef567890");
    String id = first.substring(0, first.indexOf(':'));
    ActionHandler handler = new RevokeSessions(port).ofRoleSession();
    ExecutorService workers = Executors.newFixedThreadPool(20);
    List<CompletableFuture<Void>> done =
        IntStream.range(0, 20)
            .mapToObj(i -> ready(handler, roleSession(id + ":session-" + i)))
            .map(
                change ->
                    CompletableFuture.runAsync(
                        () -> {
                          change.apply();
                          change.verify();
                        },
                        workers))
            .toList();
    done.forEach(CompletableFuture::join);
    workers.shutdown();

    String document = port.policy(Identity.role(role), "TokenResponder").orElseThrow();
    assertThat(IntStream.range(0, 20))
        .allMatch(i -> Denial.holds(document, id + ":session-" + i, issued));
    assertThat(Denial.holds(document, first, issued)).isFalse();
  }

  @Test
  void revoking_twice_changes_nothing_more() {
    ActionRequest request = roleSession(assume("i-0abcd1234ef567890"));
    ActionHandler handler = new RevokeSessions(port).ofRoleSession();
    ready(handler, request).apply();

    assertThat(handler.prepare(request)).isInstanceOf(Preparation.Unchanged.class);
    assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames()).hasSize(1);
  }

  @Test
  void one_key_is_disabled_and_the_users_other_key_is_not() {
    String stolen = iam.createAccessKey(r -> r.userName(user)).accessKey().accessKeyId();
    String other = iam.createAccessKey(r -> r.userName(user)).accessKey().accessKeyId();
    ActionRequest request =
        request("disable-access-key", stolen, Map.of("access_key_id", stolen, "user", user));

    Change change = ready(new DisableAccessKey(port), request);
    change.apply();

    assertThat(change.verify()).contains("is inactive");
    assertThat(iam.listAccessKeys(r -> r.userName(user)).accessKeyMetadata())
        .filteredOn(key -> key.status() == StatusType.ACTIVE)
        .extracting(key -> key.accessKeyId())
        .containsExactly(other);
    assertThat(iam.listUserPolicies(r -> r.userName(user)).policyNames()).hasSize(1);
    assertThat(new DisableAccessKey(port).prepare(request))
        .isInstanceOf(Preparation.Unchanged.class);
  }

  @Test
  void what_was_denied_and_disabled_is_given_back_by_the_undo_and_twice_is_once() {
    ActionHandler revoke = new RevokeSessions(port).ofRoleSession();
    Change denial = ready(revoke, roleSession(assume("i-0abcd1234ef567890")));
    denial.apply();
    String key = iam.createAccessKey(r -> r.userName(user)).accessKey().accessKeyId();
    DisableAccessKey disable = new DisableAccessKey(port);
    Change disabling =
        ready(
            disable,
            request("disable-access-key", key, Map.of("access_key_id", key, "user", user)));
    disabling.apply();

    for (int time = 0; time < 2; time++) {
      ((UndoHandler) revoke).undo(denial.undo(), Instant.now());
      disable.undo(disabling.undo(), Instant.now());
    }

    assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames()).isEmpty();
    assertThat(iam.listUserPolicies(r -> r.userName(user)).policyNames()).isEmpty();
    assertThat(port.keyIsActive(user, key)).contains(true);
  }

  @Test
  void what_does_not_exist_is_not_found() {
    assertThat(port.role("none-" + UUID.randomUUID())).isEmpty();
    assertThat(port.policy(Identity.role(role), "none")).isEmpty();
    assertThat(port.keyIsActive(user, "AKIAIOSFODNN7EXAMPLE")).isEmpty();
    assertThatThrownBy(() -> port.putPolicy(Identity.role("none-1"), "p", TRUST))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse());
  }

  @Test
  void an_endpoint_that_does_not_answer_may_be_tried_again() {
    IamClient nowhere = new AwsClients(URI.create("http://127.0.0.1:9")).iam();

    assertThatThrownBy(() -> new SdkIam(nowhere, () -> "1").role("x"))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  @Test
  void the_owner_is_read_from_the_tag() {
    Principal principal = new Principal(PrincipalType.ROLE, null, role, port.account(), null);

    assertThat(new IamTags(port).tag(principal, "Owner")).contains("web@example.com");
    assertThat(new IamTags(port).tag(principal, "Nobody")).isEmpty();
  }

  @Test
  void a_message_reaches_the_subscribers_of_the_topic() {
    SnsClient sns = clients.sns();
    SqsClient sqs = Sqs.client();
    String topic = sns.createTopic(r -> r.name("owners-" + UUID.randomUUID())).topicArn();
    String queue = Sqs.create(sqs);
    sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(Sqs.arn(sqs, queue)));

    new SnsNotifier(sns, topic)
        .send(List.of("web@example.com"), new OwnerMessage("inc-1", "a subject", "a text"));

    assertThat(Sqs.receive(sqs, queue)).contains("a subject", "a text", "web@example.com");
    assertThatThrownBy(
            () -> new SnsNotifier(sns, null).send(List.of(), new OwnerMessage("i", "s", "t")))
        .hasMessageContaining("notifications.sns_topic");
  }

  @Test
  void messages_reach_the_rules_of_the_bus_however_many() {
    SqsClient sqs = Sqs.client();
    String queue = Sqs.create(sqs);
    String bus = "responder-" + UUID.randomUUID();
    var events = clients.eventBridge();
    events.createEventBus(r -> r.name(bus));
    events.putRule(
        r -> r.name("all").eventBusName(bus).eventPattern("{\"source\":[\"token-responder\"]}"));
    Target target = Target.builder().id("q").arn(Sqs.arn(sqs, queue)).build();
    events.putTargets(r -> r.rule("all").eventBusName(bus).targets(target));

    new EventBridgeBus(events, bus)
        .put(Collections.nCopies(23, new ResponseBus.Message("Action Completed", null, "{}")));

    assertThat(Sqs.count(sqs, queue)).isEqualTo(23);
    assertThatThrownBy(
            () ->
                new EventBridgeBus(events, "none-" + UUID.randomUUID())
                    .put(List.of(new ResponseBus.Message("x", null, "{}"))))
        .isInstanceOf(ActionException.class);
  }

  private String assume(String sessionName) {
    return clients
        .sts()
        .assumeRole(
            r ->
                r.roleArn("arn:aws:iam::" + port.account() + ":role/" + role)
                    .roleSessionName(sessionName))
        .assumedRoleUser()
        .assumedRoleId();
  }

  private ActionRequest roleSession(String session) {
    return request(
        "revoke-role-session",
        session,
        Map.of("session", session, "role", "arn:aws:iam::" + port.account() + ":role/" + role));
  }

  private static ActionRequest request(String action, String target, Map<String, String> more) {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.put("issued_before", Instant.now().plusSeconds(1).toString());
    arguments.put("seen_at", Instant.now().toString());
    return Requests.request("inc-20260810-aabbccddeeff", action, target, port.account(), arguments);
  }

  private static Change ready(ActionHandler handler, ActionRequest request) {
    Preparation preparation = handler.prepare(request);
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).change();
  }
}
