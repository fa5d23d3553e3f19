package dev.tokenresponder.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.ResponseBus.Message;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Lambda.DecideActions.class)
class DecideActionsFunctionTest {

  @Test
  void a_link_shows_and_its_form_decides_once() {
    String path = link();
    TestWiring.BUS.clear();

    JsonPath page = answer("GET", path, "");
    assertThat(page.getInt("statusCode")).isEqualTo(200);
    assertThat(page.getString("body")).contains("Take it back", Samples.SESSION_ID);
    assertThat(page.getMap("headers").get("Cache-Control")).isEqualTo("no-store");
    assertThat(TestWiring.BUS).isEmpty();

    assertThat(answer("POST", path, "verdict=undo").getInt("statusCode")).isEqualTo(200);
    assertThat(answer("POST", path, "verdict=undo").getInt("statusCode")).isEqualTo(410);
    assertThat(answer("GET", path + "x", "").getInt("statusCode")).isEqualTo(403);
    assertThat(TestWiring.BUS).extracting(Message::detailType).containsExactly("Undo Requested");
  }

  private static String link() {
    Incident incident =
        TestWiring.STORE.report(
            IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", Samples.SESSION_ID + "#1");
    Claim claim = TestWiring.STORE.claim(key, TestWiring.CLOCK.instant(), Duration.ofMinutes(1));
    TestWiring.STORE.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(key, Status.DONE, "denied", new Undo("undo it", Map.of()), Samples.NOW));
    return LinkedDecisions.links(TestWiring.LINKS, TestWiring.STORE, TestWiring.CLOCK)
        .of(TestWiring.STORE.find(incident.id()).orElseThrow())
        .get(0)
        .url()
        .getPath();
  }

  private static JsonPath answer(String method, String path, String form) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "2.0").put("rawPath", path).put("isBase64Encoded", true);
    event.put("body", Base64.getEncoder().encodeToString(form.getBytes(StandardCharsets.UTF_8)));
    event.putObject("requestContext").putObject("http").put("method", method).put("path", path);
    return Lambda.invoke(event.toString()).jsonPath();
  }
}
