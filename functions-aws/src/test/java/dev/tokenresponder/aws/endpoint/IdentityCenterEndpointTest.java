package dev.tokenresponder.aws.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Preparation.Change;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.IdentityCenterAccess;
import dev.tokenresponder.aws.MemberAccounts;
import dev.tokenresponder.aws.iam.Denial;
import dev.tokenresponder.aws.iam.IdentityCenter;
import dev.tokenresponder.aws.iam.Pace;
import dev.tokenresponder.aws.iam.Requests;
import dev.tokenresponder.aws.iam.RevokeIdentityCenterSessions;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;

/** IAM Identity Center against an AWS endpoint, with a permission set made for each test. */
class IdentityCenterEndpointTest {
  private static final String ALICE = "12345678-0abc-4def-8123-456789abcdef";
  private static final String ALLOW =
      "{ \"Version\": \"2012-10-17\",\n \"Statement\": [ {\"Effect\": \"Allow\","
          + " \"Action\": \"ec2:*\", \"Resource\": \"*\"} ] }\n";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private static SsoAdminClient sso;
  private static IamClient iam;
  private static String account;
  private static InstanceMetadata instance;
  private static MemberAccounts accounts;
  private static IdentityCenterAccess access;

  private final String name = "Dev_" + UUID.randomUUID().toString().substring(0, 8);
  private final Instant asked = Instant.now();
  private String set;
  private Role role;

  @BeforeAll
  static void start() {
    URI endpoint = AwsEndpoint.require(IdentityCenterEndpointTest.class);
    AwsClients clients = new AwsClients(endpoint);
    sso = clients.identityCenter(null, null);
    iam = clients.iam();
    account = clients.sts().getCallerIdentity().account();
    instance = sso.listInstances(r -> {}).instances().get(0);
    accounts =
        new MemberAccounts(clients, clients.sts().getCallerIdentity(), null, Clock.systemUTC());
    access =
        new IdentityCenterAccess(
            clients, accounts, Map.of("TOKEN_RESPONDER_IDENTITY_CENTER", instance.instanceArn()));
  }

  @BeforeEach
  void permissionSet() {
    set =
        sso.createPermissionSet(r -> r.instanceArn(instance.instanceArn()).name(name))
            .permissionSet()
            .permissionSetArn();
    sso.provisionPermissionSet(
        r ->
            r.instanceArn(instance.instanceArn())
                .permissionSetArn(set)
                .targetType(ProvisionTargetType.AWS_ACCOUNT)
                .targetId(account));
    role =
        iam.createRole(
                r ->
                    r.roleName("AWSReservedSSO_" + name + "_0123456789abcdef")
                        .path("/aws-reserved/sso.amazonaws.com/eu-west-1/")
                        .assumeRolePolicyDocument(TRUST))
            .role();
  }

  @Test
  void a_person_is_denied_in_the_permission_set_and_the_undo_leaves_it_as_it_was() {
    sso.putInlinePolicyToPermissionSet(
        r -> r.instanceArn(instance.instanceArn()).permissionSetArn(set).inlinePolicy(ALLOW));
    RevokeIdentityCenterSessions handler = handler();

    Change change = ready(handler);
    change.apply();

    assertThat(change.verify()).contains("read back", "is provisioned");
    assertThat(Denial.holds(policy(), ALICE, asked.minusSeconds(60))).isTrue();
    assertThat(policy()).startsWith(ALLOW.substring(0, ALLOW.indexOf(" ]")));
    assertThat(handler.prepare(request())).isInstanceOf(Preparation.Unchanged.class);

    handler.undo(change.undo(), Instant.now());
    assertThat(policy()).isEqualTo(ALLOW);
  }

  @Test
  void a_policy_that_was_not_there_is_gone_again_after_the_undo() {
    RevokeIdentityCenterSessions handler = handler();
    Change change = ready(handler);
    change.apply();
    assertThat(Denial.holds(policy(), ALICE, asked.minusSeconds(60))).isTrue();

    handler.undo(change.undo(), Instant.now());

    assertThat(policy()).isEmpty();
  }

  @Test
  void what_does_not_exist_is_not_found() {
    IdentityCenter center = access.get().orElseThrow();

    assertThat(center.store()).contains(instance.identityStoreId());
    assertThat(center.permissionSets(account, name)).hasSize(1);
    assertThat(center.permissionSets(account, name.substring(1))).isEmpty();
    assertThatThrownBy(
            () -> center.policy(new IdentityCenter.PermissionSet(set.replace("ps-", "pz-"), name)))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse());
  }

  private RevokeIdentityCenterSessions handler() {
    return new RevokeIdentityCenterSessions(access, accounts, Pace.ALONE);
  }

  private Change ready(RevokeIdentityCenterSessions handler) {
    Preparation preparation = handler.prepare(request());
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).change();
  }

  private String policy() {
    return Optional.ofNullable(
            sso.getInlinePolicyForPermissionSet(
                    r -> r.instanceArn(instance.instanceArn()).permissionSetArn(set))
                .inlinePolicy())
        .orElse("");
  }

  private ActionRequest request() {
    Map<String, String> arguments = new HashMap<>();
    arguments.put("session", role.roleId() + ":alice@example.com");
    arguments.put("role", role.arn());
    arguments.put("permission_set", name);
    arguments.put("user_id", ALICE);
    arguments.put("identity_store", instance.identityStoreId());
    arguments.put("issued_before", asked.toString());
    arguments.put("seen_at", asked.minusSeconds(5).toString());
    return Requests.request(
        "inc-20260810-aabbccddeeff",
        "revoke-identity-center-sessions",
        role.roleId() + ":alice@example.com",
        account,
        arguments);
  }
}
