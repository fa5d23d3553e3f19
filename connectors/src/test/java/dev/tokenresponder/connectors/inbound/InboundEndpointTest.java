package dev.tokenresponder.connectors.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboundEndpointTest {
  private final AtomicInteger asked = new AtomicInteger();

  private final InboundEndpoint endpoint =
      new InboundEndpoint(
          Map.of(
              "one",
              request -> {
                asked.incrementAndGet();
                return InboundAnswer.text(200, "taken");
              },
              "busy",
              request -> {
                throw ActionException.retryable("canary", null);
              },
              "broken",
              request -> {
                throw new IllegalStateException("canary");
              }),
          3);

  private InboundAnswer post(String path, int length) {
    return endpoint.handle(new InboundRequest("POST", path, Map.of(), new byte[length]));
  }

  @Test
  void eachWebhookIsAtItsPath() {
    assertThat(post("/one", 0).status()).isEqualTo(200);
    assertThat(post("/stage/one", 0).status()).isEqualTo(200);
    assertThat(post("/One", 0).status()).isEqualTo(404);
    assertThat(post("/", 0).body()).contains("/broken /busy /one");
    assertThat(post("", 0).status()).isEqualTo(404);
  }

  @Test
  void onlyPostsAreTaken() {
    InboundAnswer answer =
        endpoint.handle(new InboundRequest("GET", "/one", Map.of(), new byte[0]));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "POST");
    assertThat(asked).hasValue(0);
  }

  @Test
  void whatIsTooLongIsNotLookedAt() {
    assertThat(post("/one", InboundEndpoint.MOST_BYTES).status()).isEqualTo(200);
    assertThat(post("/one", InboundEndpoint.MOST_BYTES + 1).status()).isEqualTo(413);
    assertThat(asked).hasValue(1);
  }

  @Test
  void moreThanTheRateIsNotLookedAtAndCostsNoOtherWebhook() {
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      InboundAnswer answer = post("/one", 0);
      if (answer.status() == 429) {
        refused++;
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(11);
    assertThat(asked).hasValue(20 - refused);
    assertThat(post("/busy", 0).status()).isEqualTo(503);
  }

  @Test
  void whatFailsIsToBeSentAgainAndShowsNothing() {
    for (String path : new String[] {"/busy", "/broken"}) {
      InboundAnswer answer = post(path, 0);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry("Retry-After", "30");
      assertThat(answer.body()).doesNotContain("canary");
    }
  }

  @Test
  void aRequestShowsNeitherHeadersNorBody() {
    InboundRequest request =
        new InboundRequest("POST", "/canary", Map.of("x", "canary"), Posts.utf8("canary"));
    assertThat(request.toString()).doesNotContain("canary");
  }
}
