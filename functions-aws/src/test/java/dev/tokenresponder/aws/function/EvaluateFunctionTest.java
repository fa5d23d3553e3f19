package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.decode.Json;
import dev.tokenresponder.respond.ResponseBus.Message;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lambda.Evaluate.class)
class EvaluateFunctionTest {
  private static final String STOLEN = "aws.cloudtrail/stolen-instance-session.json";
  private static final String BENIGN = "aws.cloudtrail/instance-session-vpc-endpoint.json";

  @BeforeEach
  void forget() {
    TestWiring.BUS.clear();
  }

  @Test
  void a_stolen_session_opens_an_incident_and_asks_for_each_action() {
    Response response = Lambda.invoke(Lambda.sample(STOLEN));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(requested())
        .hasSize(2)
        .satisfiesExactly(
            revoke ->
                assertThat(revoke).contains("\"revoke-role-session\"", "\"mode\":\"enforce\""),
            tell -> assertThat(tell).contains("\"notify-owner\""));
    assertThat(TestWiring.BUS).extracting(Message::detailType).contains("Incident Updated");
  }

  @Test
  void judged_again_it_is_the_same_incident() {
    Lambda.invoke(Lambda.sample(STOLEN));
    Lambda.invoke(Lambda.sample(STOLEN));

    assertThat(requested()).hasSize(4);
    assertThat(Arrays.stream(requested()).distinct()).hasSize(2);
  }

  @Test
  void a_benign_event_asks_for_nothing() {
    assertThat(Lambda.invoke(Lambda.sample(BENIGN)).statusCode()).isEqualTo(200);
    assertThat(TestWiring.BUS).isEmpty();
  }

  @Test
  void a_malformed_event_fails_the_invocation_so_that_it_is_dead_lettered() {
    for (String event :
        new String[] {
          "{\"a\":1,\"a\":2}", "[]", Lambda.sample("aws.cloudtrail/malformed-unknown-identity.json")
        }) {
      assertThat(Lambda.invoke(event).statusCode()).as(event).isEqualTo(500);
    }
  }

  @Test
  void nine_good_messages_are_not_lost_to_one_bad_one() {
    String good = Lambda.sample(STOLEN);
    String[] bodies = new String[10];
    Arrays.fill(bodies, good);
    bodies[4] = "{\"truncated\":";

    Response response = Lambda.invoke(Lambda.batch(bodies));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.jsonPath().getList("batchItemFailures.itemIdentifier"))
        .containsExactly("m-4");
    assertThat(requested()).hasSize(18);
  }

  @Test
  void a_forged_event_takes_nothing_away() {
    String forged = Lambda.sample(STOLEN).replace("\"aws.sts\"", "\"my.app\"");
    assertThat(forged).contains("my.app");

    Lambda.invoke(forged);

    assertThat(requested()).noneMatch(request -> request.contains("revoke-role-session"));
    assertThat(TestWiring.BUS)
        .filteredOn(message -> message.detailType().equals("Action Completed"))
        .singleElement()
        .satisfies(m -> assertThat(m.detail()).contains("\"refused\"", "does not prove"));
  }

  @Test
  void a_bare_record_proves_nothing_on_a_bus() {
    String bare = "{\"Records\":[" + detail(Lambda.sample(STOLEN)) + "]}";

    Lambda.invoke(bare);

    assertThat(requested()).noneMatch(request -> request.contains("revoke-role-session"));
  }

  private static String detail(String envelope) {
    return Json.read(envelope.getBytes(StandardCharsets.UTF_8)).get("detail").toString();
  }

  private static String[] requested() {
    return TestWiring.BUS.stream()
        .filter(message -> message.detailType().equals("Action Requested"))
        .map(Message::detail)
        .toArray(String[]::new);
  }
}
