package dev.tokenresponder.aws.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.MemberAccounts;
import dev.tokenresponder.aws.iam.AwsHandlers;
import dev.tokenresponder.aws.iam.Pace;
import dev.tokenresponder.aws.iam.Requests;
import dev.tokenresponder.aws.iam.Widening;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Acting in another account through its member role. */
class MemberAccountsEndpointTest {
  private static final String OTHER = "444455556666";
  private static final String MEMBER = "token-responder-member";

  private static AwsClients clients;
  private final String name = "app-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    clients = new AwsClients(AwsEndpoint.require(MemberAccountsEndpointTest.class));
  }

  @Test
  void a_session_of_another_account_is_denied_there_and_given_back_there() {
    IamClient there = iamOf(OTHER);
    Role role = there.createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}")).role();
    clients.iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument("{}"));
    var handler =
        AwsHandlers.containment(accounts(MEMBER), Optional::empty, Pace.ALONE, Widening.ALLOWED)
            .get("revoke-role-session");

    var change = ((Preparation.Ready) handler.prepare(request(role, name))).change();
    change.apply();

    assertThat(change.verify()).contains("denies it");
    assertThat(there.listRolePolicies(r -> r.roleName(name)).policyNames()).hasSize(1);
    assertThat(clients.iam().listRolePolicies(r -> r.roleName(name)).policyNames()).isEmpty();

    ((UndoHandler) handler).undo(change.undo(), Instant.now());
    assertThat(there.listRolePolicies(r -> r.roleName(name)).policyNames()).isEmpty();
  }

  @Test
  void the_member_role_itself_is_left_alone() {
    IamClient there = iamOf(OTHER);
    String member = "member-" + UUID.randomUUID();
    Role role = there.createRole(r -> r.roleName(member).assumeRolePolicyDocument("{}")).role();

    assertThat(
            AwsHandlers.containment(accounts(member), Optional::empty, Pace.ALONE, Widening.ALLOWED)
                .get("revoke-role-session")
                .prepare(request(role, member)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class, refused -> assertThat(refused.reason()).contains("own"));
  }

  @Test
  void without_the_setting_other_accounts_are_not_acted_in() {
    assertThat(accounts(null).in(OTHER)).isEmpty();
    assertThat(accounts(" ").in(OTHER)).isEmpty();
    assertThat(accounts(MEMBER).in("not-an-account")).isEmpty();
    assertThatThrownBy(() -> accounts("path/role")).isInstanceOf(ActionException.class);
  }

  @Test
  void an_account_is_entered_once_as_long_as_the_session_lives() {
    MemberAccounts accounts = accounts(MEMBER);

    assertThat(accounts.in(OTHER).orElseThrow()).isSameAs(accounts.in(OTHER).orElseThrow());
    assertThat(accounts.in(OTHER).orElseThrow().account()).isEqualTo(OTHER);
  }

  private static MemberAccounts accounts(String role) {
    return new MemberAccounts(clients, clients.sts().getCallerIdentity(), role, Clock.systemUTC());
  }

  private static ActionRequest request(Role role, String name) {
    String session = role.roleId() + ":i-0abcd1234ef567890";
    return Requests.request(
        "inc-1",
        "revoke-role-session",
        session,
        OTHER,
        Map.of("session", session, "role", "arn:aws:iam::" + OTHER + ":role/" + name));
  }

  private static IamClient iamOf(String account) {
    Credentials credentials =
        clients
            .sts()
            .assumeRole(
                r -> r.roleArn("arn:aws:iam::" + account + ":role/test").roleSessionName("test"))
            .credentials();
    return clients.iam(
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken())));
  }
}
