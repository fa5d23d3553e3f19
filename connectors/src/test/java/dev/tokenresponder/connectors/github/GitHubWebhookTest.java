package dev.tokenresponder.connectors.github;

import static dev.tokenresponder.connectors.inbound.Posts.OLD_SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.SECRET;
import static dev.tokenresponder.connectors.inbound.Posts.github;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.connectors.inbound.Posts;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.decode.Decoded;
import dev.tokenresponder.decode.Decoders;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.Provenance;
import dev.tokenresponder.event.TokenEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubWebhookTest {
  private static final Instant NOW = Instant.parse("2026-11-24T09:12:41Z");
  private static final String AROUND =
      """
      "organization": {"login": "example", "id": 601},
      "sender": {"login": "bob-example", "id": 1002, "type": "User"}
      """;
  private static final String DEPLOY_KEY =
      """
      {"action": "created",
       "key": {"id": 100, "key": "ssh-ed25519 AAAAEXAMPLEPUBLICKEY0006", "title": "mirror",
               "created_at": "2026-11-24T09:12:40Z", "read_only": false},
       "repository": {"id": 701, "full_name": "example/payments"},
      """
          + AROUND
          + "}";

  private final Posts sink = new Posts();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final GitHubWebhook webhook =
      new GitHubWebhook(new SharedSecrets(SECRET), new InMemoryReplayGuard(clock), sink, clock);

  private int status(InboundRequest request) {
    return webhook.receive(request).status();
  }

  private TokenEvent event() {
    byte[] record = sink.records.get(0).getBytes(StandardCharsets.UTF_8);
    Decoded decoded = Decoders.decode(record, Intake.WEBHOOK, sink.sources.get(0)).get(0);
    return ((Decoded.Event) decoded).event();
  }

  @Test
  void aDeployKeyIsARecordOfTheAuditLog() {
    assertThat(status(github("deploy_key", DEPLOY_KEY, SECRET))).isEqualTo(202);
    TokenEvent event = event();
    assertThat(event.source()).isEqualTo("github.audit");
    assertThat(event.name()).isEqualTo("public_key.create");
    assertThat(event.activity()).isEqualTo(Activity.ISSUE);
    assertThat(event.provenance()).isEqualTo(Provenance.VERIFIED);
    assertThat(event.account()).isEqualTo("example");
    assertThat(event.actor().name()).isEqualTo("bob-example");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-24T09:12:40Z"));
    assertThat(Objects.requireNonNull(event.issued()).ref().id())
        .isEqualTo(Fingerprint.of("ssh-ed25519 AAAAEXAMPLEPUBLICKEY0006").orElseThrow());
  }

  @Test
  void anApprovedTokenIsItsOwnersAndNotTheApprovers() {
    String body =
        """
        {"action": "approved",
         "personal_access_token_request": {"id": 7, "token_id": 770001, "token_name": "helper",
           "owner": {"login": "alice-example", "id": 1001}, "repository_selection": "all",
           "created_at": "2026-11-20T09:00:00Z"},
        """
            + AROUND
            + "}";
    assertThat(status(github("personal_access_token_request", body, SECRET))).isEqualTo(202);
    TokenEvent event = event();
    assertThat(event.name()).isEqualTo("personal_access_token.access_granted");
    assertThat(event.time()).isEqualTo(NOW);
    assertThat(Objects.requireNonNull(event.issued()).ref().id()).isEqualTo("770001");
    assertThat(event.issued().principal().name()).isEqualTo("alice-example");
  }

  @Test
  void anotherMemberIsARecord() {
    String body =
        """
        {"action": "member_added",
         "membership": {"role": "admin", "user": {"login": "mallory-example", "id": 1666}},
        """
            + AROUND
            + "}";
    assertThat(status(github("organization", body, SECRET))).isEqualTo(202);
    assertThat(event().name()).isEqualTo("org.add_member");
    assertThat(Objects.requireNonNull(event().target()).name()).isEqualTo("mallory-example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "push", "organization", ""})
  void otherEventsAreAnsweredAndLeadToNothing(String event) {
    assertThat(status(github(event, "{\"action\":\"x\"," + AROUND + "}", SECRET))).isEqualTo(202);
    assertThat(sink.records).isEmpty();
  }

  @Test
  void whatIsNotSignedWithTheSecretGoesNoFurther() {
    InboundRequest signed = github("deploy_key", DEPLOY_KEY, SECRET);
    assertThat(status(github("deploy_key", DEPLOY_KEY, OLD_SECRET))).isEqualTo(401);
    for (String signature : new String[] {"", "sha256=", "sha1=00", "sha256=" + "0".repeat(64)}) {
      assertThat(status(with(signed, "x-hub-signature-256", signature))).isEqualTo(401);
    }
    Map<String, String> none = new HashMap<>(signed.headers());
    none.remove("x-hub-signature-256");
    assertThat(status(new InboundRequest("POST", "/github", none, signed.body()))).isEqualTo(401);
    InboundRequest other =
        new InboundRequest("POST", "/github", signed.headers(), Posts.utf8(DEPLOY_KEY + " "));
    assertThat(status(other)).isEqualTo(401);
    assertThat(sink.records).isEmpty();
  }

  @Test
  void theSameBodyIsTakenOnceWhateverDeliveryItSaysItIs() {
    InboundRequest first = github("deploy_key", DEPLOY_KEY, SECRET);
    assertThat(status(first)).isEqualTo(202);
    InboundAnswer again = webhook.receive(with(first, "x-github-delivery", "another"));
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body()).isEqualTo("taken before");
    assertThat(sink.records).hasSize(1);
  }

  @Test
  void whatTheBusDidNotTakeMayComeAgain() {
    InboundRequest request = github("deploy_key", DEPLOY_KEY, SECRET);
    sink.full(true);
    assertThatThrownBy(() -> webhook.receive(request)).hasMessage("the bus is full");
    sink.full(false);
    assertThat(status(request)).isEqualTo(202);
    assertThat(sink.records).hasSize(1);
  }

  @Test
  void whatIsSignedButMalformedIsRefused() {
    assertThat(status(github("deploy_key", "{\"action\":", SECRET))).isEqualTo(400);
    assertThat(status(github("deploy_key", "{\"a\":1,\"a\":2}", SECRET))).isEqualTo(400);
    InboundRequest form =
        with(
            github("deploy_key", "payload=%7B%7D", SECRET),
            "content-type",
            "application/x-www-form-urlencoded");
    assertThat(status(form)).isEqualTo(415);
  }

  private static InboundRequest with(InboundRequest request, String header, String value) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put(header, value);
    return new InboundRequest(request.method(), request.path(), headers, request.body());
  }
}
