package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.aws.iam.FakeIam;
import dev.tokenresponder.aws.iam.Requests;
import dev.tokenresponder.respond.ResponseBus.Message;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lambda.RevokeSessions.class)
class RevokeSessionsFunctionTest {
  private final String incident = "inc-20260810-" + UUID.randomUUID();

  @BeforeEach
  void account() {
    TestWiring.BUS.clear();
    TestWiring.IAM.policies.clear();
    TestWiring.IAM.writes.clear();
    TestWiring.IAM.failure = null;
    TestWiring.IAM.roles.put(
        "app-server", FakeIam.role("app-server", "AROAEXAMPLEROLE123456", "/"));
  }

  @Test
  void claims_acts_reads_back_records_and_announces() {
    assertThat(Lambda.invoke(request()).statusCode()).isEqualTo(200);

    assertThat(TestWiring.IAM.policies).hasSize(1);
    assertThat(TestWiring.BUS)
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.detailType()).isEqualTo("Action Completed");
              assertThat(message.detail()).contains("\"done\"", "read back", "delete-role-policy");
            });
  }

  @Test
  void delivered_twice_it_acts_once_and_announces_twice() {
    Lambda.invoke(request());
    Lambda.invoke(request());

    assertThat(TestWiring.IAM.writes).hasSize(1);
    assertThat(TestWiring.BUS)
        .extracting(Message::detail)
        .hasSize(2)
        .allMatch(d -> d.contains("done"));
  }

  @Test
  void a_fault_that_may_pass_fails_the_invocation_and_the_next_delivery_succeeds() {
    TestWiring.IAM.failure = ActionException.retryable("throttled", null);

    assertThat(Lambda.invoke(request()).statusCode()).isEqualTo(500);
    assertThat(TestWiring.BUS).isEmpty();

    TestWiring.IAM.failure = null;
    assertThat(Lambda.invoke(request()).statusCode()).isEqualTo(200);
    assertThat(TestWiring.IAM.policies).hasSize(1);
  }

  @Test
  void of_a_batch_only_what_failed_goes_back() {
    Response response = Lambda.invoke(Lambda.batch(request(), "{}", request()));

    assertThat(response.jsonPath().getList("batchItemFailures.itemIdentifier"))
        .containsExactly("m-1");
    assertThat(TestWiring.IAM.writes).hasSize(1);
  }

  @Test
  void what_is_not_for_this_function_is_not_taken() {
    for (String event :
        new String[] {
          Lambda.requested(Requests.accessKey()),
          request().replace("token-responder\",\"acc", "somebody\",\"acc"),
          request().replace("Action Requested", "Action Completed"),
          "not json"
        }) {
      assertThat(Lambda.invoke(event).statusCode()).as(event).isEqualTo(500);
    }
    assertThat(TestWiring.IAM.writes).isEmpty();
  }

  private String request() {
    return Lambda.requested(
        Requests.request(
            incident,
            "revoke-role-session",
            Requests.SESSION,
            FakeIam.ACCOUNT,
            Requests.roleSession().arguments()));
  }
}
