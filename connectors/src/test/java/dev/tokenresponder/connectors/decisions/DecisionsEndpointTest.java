package dev.tokenresponder.connectors.decisions;

import static dev.tokenresponder.connectors.decisions.DecisionWorld.KEY;
import static dev.tokenresponder.connectors.decisions.DecisionWorld.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.connectors.inbound.InboundAnswer;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.respond.OwnerMessage.Link;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DecisionsEndpointTest {
  private static final String HOSTILE =
      "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&amp;</dd> \u202E\u0007\uD800";

  private final DecisionWorld world = new DecisionWorld();

  @Test
  void theLinkShowsWhatIsToBeDecided() {
    InboundAnswer page = world.held().get(world.token());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "A stolen key of app-server (high)",
            "aws.cloudtrail GetCallerIdentity",
            "203.0.113.77",
            "user/app-server",
            "disable-access-key on AKIAIOSFODNN7EXAMPLE",
            "would: deactivate the key of app-server",
            "waits for approval",
            world.incident().id(),
            "2026-08-11T10:00:05Z",
            "value=\"approve\"",
            "value=\"reject\"");
  }

  @Test
  void gettingChangesNothingHoweverOften() {
    String token = world.held().token();
    Incident before = world.incident();

    for (int i = 0; i < 5; i++) {
      assertThat(world.get(token).status()).isEqualTo(200);
    }

    assertThat(world.incident()).isEqualTo(before);
    assertThat(world.bus).isEmpty();
    assertThat(world.post(token, "approve").status()).isEqualTo(200);
  }

  @Test
  void postingApprovesOnce() {
    String token = world.held().token();

    InboundAnswer done = world.post(token, "approve");
    InboundAnswer again = world.post(token, "approve");
    InboundAnswer otherwise = world.post(token, "reject");

    assertThat(done.status()).isEqualTo(200);
    assertThat(done.body()).contains("Approved", "disable-access-key");
    assertThat(again.status()).isEqualTo(410);
    assertThat(otherwise.status()).isEqualTo(410);
    assertThat(otherwise.body()).contains("approved by a person through a link at 2026-08-10");
    assertThat(world.get(token).status()).isEqualTo(410);
    assertThat(world.bus).extracting(Message::detailType).containsExactly("Action Requested");
    assertThat(world.bus).extracting(Message::function).containsExactly("disable-keys");
  }

  @Test
  void postingRejectsOnce() {
    String token = world.held().token();

    assertThat(world.post(token, "reject").status()).isEqualTo(200);
    assertThat(world.post(token, "approve").status()).isEqualTo(410);

    assertThat(world.incident().containment().get(0).status()).isEqualTo(Status.REFUSED);
    assertThat(world.bus).extracting(Message::detailType).containsExactly("Action Completed");
  }

  @Test
  void whatWasDoneIsTakenBackOnce() {
    String token = world.done().token();
    assertThat(world.get(token).body())
        .contains("aws iam undo", "the key is inactive", "value=\"undo\"");

    assertThat(world.post(token, "approve").status()).isEqualTo(400);
    assertThat(world.post(token, "undo").status()).isEqualTo(200);
    assertThat(world.post(token, "undo").status()).isEqualTo(410);

    assertThat(world.bus).extracting(Message::detailType).containsExactly("Undo Requested");
  }

  @Test
  void aDayLaterALinkIsWorthNothing() {
    String token = world.held().token();
    world.clock.pass(Duration.ofHours(24).minusSeconds(1));
    assertThat(world.get(token).status()).isEqualTo(200);

    world.clock.pass(Duration.ofSeconds(1));

    assertSorry(world.get(token), 410);
    assertSorry(world.post(token, "approve"), 410);
    assertThat(world.bus).isEmpty();
  }

  @Test
  void aLinkUnderAnotherKeyIsForged() {
    String token =
        DecisionWorld.token(world.held().links("another-key-for-links-0123456789abc").get(0));

    assertSorry(world.get(token), 403);
    assertSorry(world.post(token, "approve"), 403);
    assertThat(world.bus).isEmpty();
  }

  @Test
  void whileTheKeyIsChangedBothVerifyAndTheFirstSigns() {
    String next = "the-next-key-for-links-0123456789abcd";
    String old = world.held().token();
    String both = next + " " + KEY;
    String young = DecisionWorld.token(world.links(both).get(0));

    assertThat(world.endpoint(both).handle(request("GET", old, "")).status()).isEqualTo(200);
    assertThat(world.endpoint(both).handle(request("GET", young, "")).status()).isEqualTo(200);
    assertThat(world.endpoint(next).handle(request("GET", young, "")).status()).isEqualTo(200);
    assertSorry(world.endpoint(next).handle(request("GET", old, "")), 403);
  }

  @Test
  void aTokenWithoutSignatureOrWithAnotherAlgorithmIsForged() throws Exception {
    String payload = payload(world.held().token());
    List<String> forged =
        List.of(
            base64("{\"alg\":\"none\",\"typ\":\"token-responder-decision\"}") + "." + payload + ".",
            base64("{\"alg\":\"none\"}") + "." + payload + ".",
            resigned(JWSAlgorithm.HS512, "token-responder-decision", decoded(payload)),
            resigned(JWSAlgorithm.HS256, "JWT", decoded(payload)),
            resigned(
                JWSAlgorithm.HS256,
                "token-responder-decision",
                decoded(payload).replace("decide-actions", "else")));

    for (String token : forged) {
      assertSorry(world.post(token, "approve"), 403);
    }
    String same = resigned(JWSAlgorithm.HS256, "token-responder-decision", decoded(payload));
    assertThat(world.get(same).status()).as("the rest is as it must be").isEqualTo(200);
    assertThat(world.bus).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"does", "exp", "incident", "action", "target", "plan", "aud"})
  void aTokenThatLacksAClaimIsForged(String claim) throws Exception {
    String claims = decoded(payload(world.held().token())).replace('"' + claim + '"', "\"else\"");

    assertSorry(world.get(resigned(JWSAlgorithm.HS256, "token-responder-decision", claims)), 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a.b.c", "..", "favicon.ico", "%00", "eyJhbGciOiJIUzI1NiJ9.e30."})
  void whatIsNoTokenIsForged(String token) {
    world.held();
    assertSorry(world.get(token), 403);
    assertSorry(world.post(token, "approve"), 403);
  }

  @Test
  void aTokenOfWhichALetterIsOtherIsForged() {
    String token = world.held().token();
    for (int at : List.of(0, token.indexOf('.') + 3, token.lastIndexOf('.') + 2)) {
      char other = token.charAt(at) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, at) + other + token.substring(at + 1);

      assertSorry(world.post(changed, "approve"), 403);
    }
    assertThat(world.bus).isEmpty();
  }

  @Test
  void aPlanThatHasChangedSinceTheLinkWasMadeIsNotDecidedByIt() {
    String token = world.held().token();
    world.held("somebody else");

    assertThat(world.get(token).status()).isEqualTo(409);
    assertThat(world.post(token, "approve").status()).isEqualTo(409);

    assertThat(world.bus).isEmpty();
    assertThat(world.get(world.token()).status()).as("a newer link").isEqualTo(200);
  }

  @Test
  void anIncidentThatIsGoneIsUnknown() {
    String token = world.held().token();
    DecisionsEndpoint endpoint =
        LinkedDecisions.endpoint(
            DecisionWorld.environment(KEY),
            new InMemoryIncidentStore(),
            world.bus::addAll,
            world.clock);

    assertSorry(endpoint.handle(request("GET", token, "")), 404);
    assertSorry(endpoint.handle(request("POST", token, "verdict=approve")), 404);
  }

  @Test
  void aFormWithoutVerdictDecidesNothing() {
    String token = world.held().token();
    for (String body :
        List.of(
            "", "verdict=", "verdict=undo", "verdict=maybe", "approve", "verdict=approve&x=1")) {
      assertThat(world.endpoint(KEY).handle(request("POST", token, body)).status())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(world.bus).isEmpty();
  }

  @Test
  void onlyGetAndPostOfFourKilobytesAreAnsweredAndNotTooManyAtOnce() {
    String token = world.held().token();
    DecisionsEndpoint endpoint = world.endpoint(KEY);
    assertThat(endpoint.handle(request("HEAD", token, "")).status()).isEqualTo(405);
    assertThat(endpoint.handle(request("PUT", token, "verdict=approve")).status()).isEqualTo(405);
    assertThat(endpoint.handle(request("POST", token, "x".repeat(4_097))).status()).isEqualTo(413);

    Set<Integer> statuses = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      statuses.add(endpoint.handle(request("GET", token, "")).status());
    }
    assertThat(statuses).contains(429);
    assertThat(world.bus).isEmpty();
  }

  @Test
  void whoeverHoldsNoLinkCannotKeepOthersFromDeciding() {
    String token = world.held().token();
    DecisionsEndpoint endpoint = world.endpoint(KEY);
    for (int i = 0; i < 60; i++) {
      assertSorry(endpoint.handle(request("GET", "forged", "")), 403);
    }

    assertThat(endpoint.handle(request("GET", token, "")).status()).isEqualTo(200);
  }

  @Test
  void whatWaitsHasALinkHoweverMuchCanBeTakenBack() {
    assertThat(world.held().doneBesides(7).links(KEY))
        .extracting(Link::label)
        .containsExactly(
            "Decide about disable-access-key on AKIAIOSFODNN7EXAMPLE",
            "Take back disable-access-key on AKIA6",
            "Take back disable-access-key on AKIA5",
            "Take back disable-access-key on AKIA4",
            "Take back disable-access-key on AKIA3");
  }

  @Test
  void whatIsDecidedHasNoLinkAnyMore() {
    world.post(world.held().token(), "approve");

    assertThat(world.links(KEY)).isEmpty();
  }

  @Test
  void aBusThatCannotBeReachedLeavesTheDecisionOpen() {
    String token = world.held().token();
    DecisionsEndpoint broken =
        LinkedDecisions.endpoint(
            DecisionWorld.environment(KEY),
            world.store,
            messages -> {
              throw ActionException.retryable("no bus", null);
            },
            world.clock);

    InboundAnswer answer = broken.handle(request("POST", token, "verdict=approve"));

    assertSorry(answer, 503);
    assertThat(answer.body()).contains("may have been decided");
    assertThat(world.post(token, "approve").status()).isEqualTo(200);
  }

  @Test
  void everyAnswerKeepsItselfToItself() {
    String token = world.held().token();
    List<InboundAnswer> answers =
        new ArrayList<>(
            List.of(
                world.get(token),
                world.post(token, "approve"),
                world.post(token, "approve"),
                world.get("forged"),
                world.endpoint(KEY).handle(request("PUT", token, ""))));
    for (InboundAnswer answer : answers) {
      assertThat(answer.headers())
          .containsEntry("Cache-Control", "no-store")
          .containsEntry("Referrer-Policy", "no-referrer")
          .containsEntry("X-Frame-Options", "DENY")
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Content-Type", "text/html; charset=utf-8");
      assertThat(answer.headers().get("Content-Security-Policy"))
          .startsWith("default-src 'none'; style-src 'sha256-")
          .contains("form-action 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void whatAnAttackerNamedStaysText() throws Exception {
    DecisionWorld hostile = new DecisionWorld(HOSTILE).held(HOSTILE);
    String body = hostile.get(hostile.token()).body();

    assertThat(body).contains("&lt;script&gt;").doesNotContain("<script", "<img", "\u202E");
    assertThat(elements(body))
        .containsExactlyInAnyOrder(
            "html", "head", "meta", "title", "style", "body", "main", "h1", "dl", "dt", "dd", "ul",
            "li", "form", "button", "p");
  }

  private static Set<String> elements(String page) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    NodeList all = document.getElementsByTagName("*");
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < all.getLength(); i++) {
      names.add(all.item(i).getNodeName());
    }
    return names;
  }

  @Test
  void neitherTokenNorKeyIsEverShown() {
    String token = world.held().token();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      world.post(token, "approve");
      world.post(token, "approve");
      world.get(token + "x");
      world.endpoint(KEY).handle(request("POST", token, "x".repeat(5_000)));
    } finally {
      System.setOut(out);
    }

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("\"verdict\":\"approve\"")
        .doesNotContain(token, KEY, "canary");
    assertThat(List.of(world.endpoint(KEY), new DecisionTokens(KEY)).toString())
        .isEqualTo("[DecisionsEndpoint, DecisionTokens]");
    assertThat(new DecisionWorld().held().link().toString())
        .isEqualTo("Decide about disable-access-key on AKIAIOSFODNN7EXAMPLE");
  }

  private void assertSorry(InboundAnswer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body())
        .doesNotContain(world.incident().id(), "app-server", "AKIA", "<form", "approved by");
  }

  private static String payload(String token) {
    return token.split("\\.")[1];
  }

  private static String decoded(String payload) {
    return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String resigned(JWSAlgorithm algorithm, String type, String claims)
      throws JOSEException, ParseException {
    JWSHeader header = new JWSHeader.Builder(algorithm).type(new JOSEObjectType(type)).build();
    JWSObject token = new JWSObject(header, new Payload(claims));
    String key = algorithm.equals(JWSAlgorithm.HS512) ? KEY + KEY : KEY;
    token.sign(new MACSigner(key));
    return token.serialize();
  }
}
