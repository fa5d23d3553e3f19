package dev.tokenresponder.connectors;

import static dev.tokenresponder.connectors.inbound.Posts.OLD_SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.connectors.inbound.BusSink;
import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.Posts;
import dev.tokenresponder.respond.ResponseBus.Message;
import dev.tokenresponder.respond.Seal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final String GITHUB = "TOKEN_RESPONDER_WEBHOOK_GITHUB";
  private static final String SLACK = "TOKEN_RESPONDER_WEBHOOK_SLACK";
  private static final String OFFICE = "TOKEN_RESPONDER_WEBHOOK_OFFICE365";
  private static final String BODY =
      "{\"action\":\"member_added\",\"membership\":{\"user\":{\"login\":\"mallory-example\"}},"
          + "\"sender\":{\"login\":\"bob-example\"},\"organization\":{\"login\":\"example\"}}";

  private final Seal seal = new Seal("EXAMPLE-canary-seal-01");
  private final List<Message> bus = new ArrayList<>();

  private InboundEndpoint endpoint(Map<String, String> environment) {
    return Webhooks.endpoint(
        environment,
        new InMemoryReplayGuard(Clock.systemUTC()),
        new BusSink(bus::addAll, seal),
        Clock.systemUTC());
  }

  private static int status(InboundEndpoint endpoint, String path) {
    return endpoint.handle(Posts.post(path, "{}", Map.of())).status();
  }

  @Test
  void onlyWhatIsNamedIsThere() {
    InboundEndpoint endpoint = endpoint(Map.of(GITHUB, SECRET));
    assertThat(status(endpoint, "/github")).isEqualTo(401);
    for (String other : new String[] {"/slack", "/office365", "/signals"}) {
      assertThat(status(endpoint, other)).isEqualTo(404);
    }
    assertThat(status(endpoint(Map.of(SLACK, SECRET)), "/slack")).isEqualTo(401);
  }

  @Test
  void aProvenRecordIsOnTheBusUnderASealThatHolds() {
    InboundRequest request = Posts.github("organization", BODY, SECRET);
    assertThat(endpoint(Map.of(GITHUB, SECRET)).handle(request).status()).isEqualTo(202);
    byte[] event = bus.get(0).envelope().getBytes(StandardCharsets.UTF_8);
    Seal.Opened opened = seal.open(event);
    assertThat(opened.source()).isEqualTo("github.audit");
    assertThat(new String(opened.record(), StandardCharsets.UTF_8)).contains("mallory-example");
    assertThat(bus.get(0).function()).isEqualTo("evaluate");
  }

  @Test
  void whatIsNotProvenIsNotOnTheBus() {
    InboundRequest request = Posts.github("organization", BODY, OLD_SECRET);
    assertThat(endpoint(Map.of(GITHUB, SECRET)).handle(request).status()).isEqualTo(401);
    assertThat(bus).isEmpty();
  }

  @Test
  void aRecordTooLongForTheBusIsDroppedAndCostsNoOther() {
    BusSink sink = new BusSink(bus::addAll, seal);
    sink.accept("m365.audit", List.of("{\"a\":\"" + "x".repeat(200_000) + "\"}", "{}"));
    assertThat(bus).hasSize(1);
  }

  @Test
  void whatCannotBeUsedIsSaidByItsVariableAndNotShown() {
    assertThatThrownBy(() -> endpoint(Map.of())).hasMessageContaining("docs/webhooks.md");
    assertThatThrownBy(() -> endpoint(Map.of(GITHUB, "canary")))
        .hasMessageStartingWith(GITHUB)
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> endpoint(Map.of(OFFICE, SECRET)))
        .hasMessageStartingWith(OFFICE)
        .hasMessageContaining("TOKEN_RESPONDER_ENTRA_TENANT");
  }
}
