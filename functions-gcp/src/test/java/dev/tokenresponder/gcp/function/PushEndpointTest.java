package dev.tokenresponder.gcp.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.gcp.local.PushTokens;
import dev.tokenresponder.respond.MalformedEventException;
import dev.tokenresponder.respond.ResponseBus;
import dev.tokenresponder.respond.Seal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PushEndpointTest {
  private static final String AUDIENCE = "https://evaluate.example.com";
  private static final String PUSHER = "pusher@example-project.iam.gserviceaccount.com";
  private static final PushTokens TOKENS = new PushTokens(AUDIENCE, PUSHER);

  private final List<String> handled = new ArrayList<>();
  private final List<String> buried = new ArrayList<>();
  private final PushEndpoint.Delivery handling =
      body -> handled.add(new String(body, StandardCharsets.UTF_8));

  @Test
  void what_the_subscription_pushes_is_handled_and_acknowledged() throws IOException {
    assertThat(push(handling, "Bearer " + TOKENS.valid())).isEqualTo(204);
    assertThat(handled).containsExactly("the body");
  }

  @TestFactory
  Stream<DynamicTest> a_push_that_proves_nothing_is_refused_and_not_read() {
    return TOKENS.broken().entrySet().stream()
        .map(
            token ->
                DynamicTest.dynamicTest(
                    token.getKey(),
                    () -> {
                      assertThat(push(handling, "Bearer " + token.getValue())).isEqualTo(401);
                      assertThat(handled).isEmpty();
                      assertThat(buried).isEmpty();
                    }));
  }

  @Test
  void a_push_without_any_token_is_refused() throws IOException {
    assertThat(push(handling, null)).isEqualTo(401);
    assertThat(push(handling, TOKENS.valid())).isEqualTo(401);
    assertThat(push(handling, "Basic " + TOKENS.valid())).isEqualTo(401);
    assertThat(handled).isEmpty();
  }

  @Test
  void while_the_keys_cannot_be_had_pushes_come_again() throws IOException {
    JWKSource<SecurityContext> none =
        (selector, context) -> {
          throw new KeySourceException("no answer");
        };
    Http http = Http.post("the body", "Bearer " + TOKENS.valid());

    new PushEndpoint(new PushVerifier(none, AUDIENCE, PUSHER), this::bury, handling)
        .service(http.request(), http.answer());

    assertThat(http.answer().status()).isEqualTo(503);
    assertThat(handled).isEmpty();
  }

  @Test
  void nothing_but_a_post_is_taken() throws IOException {
    Http http =
        new Http("GET", "", Http.post("", "Bearer " + TOKENS.valid()).headers(), new Http.Answer());

    endpoint(handling).service(http.request(), http.answer());

    assertThat(http.answer().status()).isEqualTo(405);
  }

  @Test
  void what_can_never_be_read_is_kept_among_the_dead_letters_and_acknowledged() throws IOException {
    int status =
        push(
            body -> {
              throw new MalformedEventException("malformed: no record");
            },
            "Bearer " + TOKENS.valid());

    assertThat(status).isEqualTo(204);
    assertThat(buried).containsExactly("the body: malformed: no record");
  }

  @Test
  void what_the_dead_letters_do_not_take_comes_again() throws IOException {
    Http http = Http.post("the body", "Bearer " + TOKENS.valid());
    PushEndpoint endpoint =
        new PushEndpoint(
            verifier(),
            (body, reason) -> {
              throw ActionException.permanent("no permission");
            },
            body -> {
              throw new MalformedEventException("malformed");
            });

    endpoint.service(http.request(), http.answer());

    assertThat(http.answer().status()).isEqualTo(503);
  }

  @Test
  void what_may_pass_comes_again_and_so_does_what_nobody_foresaw() throws IOException {
    for (RuntimeException fault :
        List.of(
            ActionException.retryable("later", null),
            ActionException.permanent("the database refuses"),
            new IllegalStateException("a bug"))) {
      assertThat(
              push(
                  body -> {
                    throw fault;
                  },
                  "Bearer " + TOKENS.valid()))
          .isEqualTo(503);
    }
    assertThat(buried).isEmpty();
  }

  @Test
  void a_hostile_reason_stays_on_one_line_of_ascii_in_the_log() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      push(
          body -> {
            throw new MalformedEventException("x\n{\"severity\":\"INFO\"}\u2028p\u0430y\u202e");
          },
          "Bearer " + TOKENS.valid());
    } finally {
      System.setOut(before);
    }

    assertThat(log.toString(StandardCharsets.UTF_8).strip()).hasLineCount(1).matches("[ -~]+");
  }

  @Test
  void the_message_is_found_in_a_push_and_in_the_cloud_event_that_eventarc_makes_of_it() {
    String push = "{\"message\":{\"data\":\"aGk=\",\"messageId\":\"1\"},\"subscription\":\"s\"}";
    String event = "{\"specversion\":\"1.0\",\"data\":" + push + "}";

    for (String body : List.of(push, event)) {
      assertThat(PushBody.data(body.getBytes(StandardCharsets.UTF_8))).asString().isEqualTo("hi");
    }
  }

  @Test
  void what_came_by_webhook_is_judged_by_itself_and_anything_else_with_its_push() {
    String sealed = new Seal("a-secret-of-this-test").close("github.audit", "{}");
    byte[] received =
        ResponseBus.Message.received(sealed).envelope().getBytes(StandardCharsets.UTF_8);
    for (byte[] data : List.of(received, "{}".getBytes(StandardCharsets.UTF_8))) {
      byte[] push =
          ("{\"message\":{\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\"}}")
              .getBytes(StandardCharsets.UTF_8);
      assertThat(PushBody.event(push)).isEqualTo(data == received ? received : push);
    }
  }

  private int push(PushEndpoint.Delivery delivery, String authorization) throws IOException {
    Http http = Http.post("the body", authorization);
    endpoint(delivery).service(http.request(), http.answer());
    return http.answer().status();
  }

  private PushEndpoint endpoint(PushEndpoint.Delivery delivery) {
    return new PushEndpoint(verifier(), this::bury, delivery);
  }

  private void bury(byte[] body, String reason) {
    buried.add(new String(body, StandardCharsets.UTF_8) + ": " + reason);
  }

  private static PushVerifier verifier() {
    return new PushVerifier(new ImmutableJWKSet<>(TOKENS.keys()), AUDIENCE, PUSHER);
  }
}
