package dev.tokenresponder.connectors.entra;

import static dev.tokenresponder.connectors.inbound.Posts.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.inbound.InMemoryReplayGuard;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.connectors.inbound.Posts;
import dev.tokenresponder.connectors.inbound.SharedSecrets;
import dev.tokenresponder.connectors.inbound.Webhook;
import dev.tokenresponder.connectors.saas.HttpDouble.Kind;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Office365WebhookTest {
  private static final String ID = "492638008028$492638008028$f28ab78a$04";
  private static final String FEED =
      "https://manage.office.com/api/v1.0/" + EntraDouble.TENANT + "/activity/feed/audit/";
  private static final String RECORD =
      "{\"Id\":\"r1\",\"Operation\":\"New-InboxRule\",\"Workload\":\"Exchange\","
          + "\"CreationTime\":\"2026-11-24T09:12:41\",\"OrganizationId\":\""
          + EntraDouble.TENANT
          + "\"}";

  private final Office365Double office = new Office365Double();
  private final Posts sink = new Posts();
  private final Clock clock = Clock.fixed(EntraDouble.NOW, ZoneOffset.UTC);
  private final Webhook webhook =
      EntraConnector.webhook(
          environment(), new SharedSecrets(SECRET), new InMemoryReplayGuard(clock), sink, clock);

  @BeforeEach
  void content() {
    office.contents.put(ID, "[" + RECORD + "]");
  }

  @AfterEach
  void close() {
    office.close();
  }

  private Map<String, String> environment() {
    return Map.of(
        "TOKEN_RESPONDER_ENTRA_TENANT", EntraDouble.TENANT,
        "TOKEN_RESPONDER_ENTRA_CLIENT_ID", EntraDouble.CLIENT,
        "TOKEN_RESPONDER_ENTRA_CERTIFICATE", SampleKey.ONE.certificate(),
        "TOKEN_RESPONDER_ENTRA_PRIVATE_KEY", SampleKey.ONE.privateKey(),
        "TOKEN_RESPONDER_ENTRA_STAND_IN", office.address());
  }

  private InboundAnswer post(String body, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(Map.of("webhook-authid", SECRET));
    all.putAll(headers);
    return webhook.receive(Posts.post("/office365", body, all));
  }

  private InboundAnswer notify(String... uris) {
    StringBuilder body = new StringBuilder("[");
    for (String uri : uris) {
      body.append(body.length() == 1 ? "" : ",")
          .append("{\"contentType\":\"Audit.Exchange\",\"contentId\":\"x\",\"contentUri\":\"")
          .append(uri)
          .append("\"}");
    }
    return post(body.append("]").toString(), Map.of());
  }

  private List<String> fetched() {
    return office.calls().stream().filter(call -> call.startsWith("GET")).toList();
  }

  @Test
  void theContentIsFetchedAndItsRecordsHandedOn() {
    assertThat(notify(FEED + ID).status()).isEqualTo(200);
    assertThat(sink.sources).containsExactly("m365.audit");
    assertThat(sink.records).containsExactly(RECORD);
  }

  @Test
  void contentThatIsNotifiedOfAgainIsFetchedOnce() {
    notify(FEED + ID, FEED + ID);
    notify(FEED + ID);
    assertThat(sink.records).hasSize(1);
    assertThat(fetched()).hasSize(1);
  }

  @Test
  void theTestOfANewSubscriptionIsAnsweredOnlyWithTheSecret() {
    Map<String, String> code = Map.of("webhook-validationcode", "abc");
    assertThat(post("{\"validationCode\":\"abc\"}", code).status()).isEqualTo(200);
    Map<String, String> wrong =
        Map.of("webhook-validationcode", "abc", "webhook-authid", "EXAMPLE-canary-other-00");
    assertThat(post("{\"validationCode\":\"abc\"}", wrong).status()).isEqualTo(401);
  }

  @Test
  void withoutTheSecretNothingIsFetched() {
    InboundAnswer answer =
        webhook.receive(
            Posts.post("/office365", "[{\"contentUri\":\"" + FEED + ID + "\"}]", Map.of()));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(office.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://manage.office.com/api/v1.0/TENANT/activity/feed/audit/1",
        "https://manage.office.com.example.com/api/v1.0/TENANT/activity/feed/audit/1",
        "https://manage.office.com@example.com/api/v1.0/TENANT/activity/feed/audit/1",
        "https://manage.office.com/api/v1.0/TENANT/activity/feed/audit/../../x",
        "https://manage.office.com/api/v1.0/TENANT/activity/feed/audit/1?x=1",
        "https://manage.office.com/api/v1.0/TENANT/activity/feed/subscriptions/list",
        "https://manage.office.com/api/v1.0/99999999-0000-4000-8000-000000000009"
            + "/activity/feed/audit/1",
        ""
      })
  void nothingButContentOfTheTenantIsFetched(String uri) {
    assertThat(notify(uri.replace("TENANT", EntraDouble.TENANT)).status()).isEqualTo(200);
    assertThat(office.calls()).isEmpty();
  }

  @Test
  void recordsOfAnotherTenantAreLeftOut() {
    String other = RECORD.replace(EntraDouble.TENANT, "99999999-0000-4000-8000-000000000009");
    office.contents.put(ID, "[" + other + "," + RECORD + ",{}]");
    notify(FEED + ID);
    assertThat(sink.records).containsExactly(RECORD);
  }

  @Test
  void contentThatIsGoneCostsNoOther() {
    assertThat(notify(FEED + "gone", FEED + ID).status()).isEqualTo(200);
    assertThat(sink.records).hasSize(1);
  }

  @Test
  void whatCannotBeFetchedNowIsToBeNotifiedOfAgain() {
    office.next(3, "GET", ID, Kind.REFUSED, 503);
    ActionException e = catchThrowableOfType(ActionException.class, () -> notify(FEED + ID));
    assertThat(e.isRetryable()).isTrue();
    office.next(3, "GET", ID, Kind.GARBLED, 200);
    assertThatThrownBy(() -> notify(FEED + ID)).isInstanceOf(ActionException.class);
    office.next(1, "GET", ID, Kind.HOLLOW, 200);
    assertThatThrownBy(() -> notify(FEED + ID)).isInstanceOf(ActionException.class);
    assertThat(notify(FEED + ID).status()).isEqualTo(200);
    assertThat(sink.records).hasSize(1);
  }

  @Test
  void aMissingPermissionIsNotAnsweredAsIfItWereTaken() {
    office.permitted = false;
    assertThatThrownBy(() -> notify(FEED + ID))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("lacks the permission")
        .hasMessageNotContaining("canary");
    office.permitted = true;
    assertThat(notify(FEED + ID).status()).isEqualTo(200);
  }

  @Test
  void whatTheBusDidNotTakeMayComeAgain() {
    sink.full(true);
    assertThatThrownBy(() -> notify(FEED + ID)).hasMessage("the bus is full");
    sink.full(false);
    notify(FEED + ID);
    assertThat(sink.records).hasSize(1);
  }

  @Test
  void whatIsMalformedIsRefused() {
    assertThat(post("[{", Map.of()).status()).isEqualTo(400);
    assertThat(post("{}", Map.of()).status()).isEqualTo(200);
    assertThat(office.calls()).isEmpty();
  }
}
