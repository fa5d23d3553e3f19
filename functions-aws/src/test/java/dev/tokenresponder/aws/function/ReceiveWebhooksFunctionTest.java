package dev.tokenresponder.aws.function;

import static dev.tokenresponder.aws.function.TestWiring.GITHUB_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.respond.ActionMessages;
import dev.tokenresponder.respond.Hmac;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lambda.ReceiveWebhooks.class)
class ReceiveWebhooksFunctionTest {

  private static String body(String member) {
    return "{\"action\":\"member_added\",\"membership\":{\"user\":{\"login\":\""
        + member
        + "\"}},\"sender\":{\"login\":\"bob-example\"},\"organization\":{\"login\":\"example\"}}";
  }

  private static ObjectNode event(String path, String body, String secret) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "2.0").put("rawPath", path).put("body", body);
    event.put("isBase64Encoded", false);
    event
        .putObject("headers")
        .put("content-type", "application/json")
        .put("X-GitHub-Event", "organization")
        .put(
            "x-hub-signature-256",
            "sha256=" + new Hmac(secret).of(body.getBytes(StandardCharsets.UTF_8)));
    event.putObject("requestContext").putObject("http").put("method", "POST").put("path", path);
    return event;
  }

  private static int status(ObjectNode event) {
    return Lambda.invoke(event.toString()).jsonPath().getInt("statusCode");
  }

  @BeforeEach
  void clear() {
    TestWiring.BUS.clear();
  }

  @Test
  void aProvenRecordIsPutOnTheBusSealed() {
    assertThat(status(event("/github", body("one-example"), GITHUB_SECRET))).isEqualTo(202);
    assertThat(TestWiring.BUS).hasSize(1);
    assertThat(TestWiring.BUS.get(0).detailType()).isEqualTo(ActionMessages.RECEIVED);
    byte[] message = TestWiring.BUS.get(0).envelope().getBytes(StandardCharsets.UTF_8);
    assertThat(new String(TestWiring.SEAL.open(message).record(), StandardCharsets.UTF_8))
        .contains("one-example");
  }

  @Test
  void aBodyInBase64IsTheSameBody() {
    String body = body("two-example");
    ObjectNode event = event("/github", body, GITHUB_SECRET);
    event.put("isBase64Encoded", true);
    event.put("body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
    assertThat(status(event)).isEqualTo(202);
    assertThat(TestWiring.BUS).hasSize(1);
  }

  @Test
  void whatIsNotProvenGoesNoFurther() {
    String wrong = "another-secret-for-tests-only";
    assertThat(status(event("/github", body("three-example"), wrong))).isEqualTo(401);
    assertThat(status(event("/elsewhere", body("three-example"), GITHUB_SECRET))).isEqualTo(404);
    ObjectNode get = event("/github", body("three-example"), GITHUB_SECRET);
    get.withObject("/requestContext/http").put("method", "GET");
    assertThat(status(get)).isEqualTo(405);
    assertThat(TestWiring.BUS).isEmpty();
  }
}
