package dev.tokenresponder.connectors.notify;

import static dev.tokenresponder.connectors.notify.PostDouble.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.connectors.notify.PostDouble.Posted;
import dev.tokenresponder.respond.OwnerMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedWebhookNotifierTest {
  private static final String SECRET = "canary-secret-0123456789-0123456789";
  private static final String URL = "https://soar.example.com:8443/hooks/canary-path?key=canary";
  private static final Instant NOW = Instant.parse("2026-11-24T09:12:41Z");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final OwnerMessage MESSAGE = new OwnerMessage("inc-1", "subject", "What: a\n");

  @Test
  void postsWhatHappenedToWhom() throws IOException {
    Posted posted = posted(List.of("a@example.com", "b@example.com"), MESSAGE);
    assertThat(posted.url()).isEqualTo("/hooks/canary-path?key=canary");
    JsonNode body = posted.json();
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactly("incident", "subject", "text", "owners");
    assertThat(body.get("incident").asText()).isEqualTo("inc-1");
    assertThat(body.get("subject").asText()).isEqualTo("subject");
    assertThat(body.get("text").asText()).isEqualTo("What: a\n");
    assertThat(body.get("owners"))
        .extracting(JsonNode::asText)
        .containsExactly("a@example.com", "b@example.com");
  }

  @Test
  void theReceiverCanVerifyIt() throws IOException {
    Posted posted = posted(List.of(), MESSAGE);
    assertThat(verifies(posted, SECRET, NOW)).isTrue();
    assertThat(verifies(posted, SECRET, NOW.plus(FIVE_MINUTES))).isTrue();
    assertThat(verifies(posted, SECRET, NOW.minus(FIVE_MINUTES))).isTrue();
  }

  @Test
  void nobodyElseCanSignIt() throws IOException {
    Posted posted = posted(List.of(), MESSAGE);
    assertThat(verifies(posted, SECRET + "x", NOW)).isFalse();
    byte[] changed = posted.body().clone();
    changed[20] ^= 1;
    assertThat(verifies(new Posted(posted.url(), posted.headers(), changed), SECRET, NOW))
        .isFalse();
  }

  @Test
  void itCannotBeReplayedLaterNorWithAnotherTime() throws IOException {
    Posted posted = posted(List.of(), MESSAGE);
    Instant later = NOW.plusSeconds(301);
    assertThat(verifies(posted, SECRET, later)).isFalse();
    assertThat(verifies(posted, SECRET, NOW.minusSeconds(301))).isFalse();
    String signature = posted.header(header(WebhookSignature.SIGNATURE));
    String time = Long.toString(later.getEpochSecond());
    assertThat(
            new WebhookSignature(SECRET)
                .verifies(time, signature, posted.body(), later, FIVE_MINUTES))
        .isFalse();
  }

  @Test
  void aTimeThatIsNoneIsRefusedThoughItIsSigned() {
    WebhookSignature signature = new WebhookSignature(SECRET);
    byte[] body = {'x'};
    for (String time : List.of("", "now", "-1", "1e9", "9999999999999")) {
      assertThat(signature.verifies(time, signature.of(time, body), body, NOW, FIVE_MINUTES))
          .isFalse();
    }
  }

  /** RFC 4231 has no case with a secret as long as ours; computed with openssl dgst -hmac. */
  @Test
  void theSignatureIsThatOfTheDocumentation() {
    assertThat(
            new WebhookSignature("example-secret-0123456789-0123456789")
                .of("1795511561", "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1=4950fb4e4f52009b5bfcdf1d77099f525879d322ba3b7546dc5013dd8fc4e703");
  }

  @Test
  void whatCannotBeSeenIsShownAndLongMessagesAreClipped() throws IOException {
    Posted posted = posted(List.of("\u0430".repeat(1_000)), Hostile.message(Hostile.UNSEEN));
    assertThat(new String(posted.body(), StandardCharsets.UTF_8)).matches("[ -~]*");
    String much = "\"".repeat(1_000_000);
    Posted clipped = posted(Collections.nCopies(10_000, much), new OwnerMessage(much, much, much));
    assertThat(clipped.body().length).isLessThan(120_000);
    assertThat(clipped.json().get("owners")).hasSize(100);
    assertThat(clipped.json().get("text").asText())
        .endsWith("[clipped; the incident holds the rest]");
  }

  @ParameterizedTest
  @CsvSource({
    "400, false, the webhook refused the message: HTTP 400",
    "401, false, HTTP 401",
    "429, true, 'HTTP 429, Retry-After: 30'",
    "500, true, HTTP 500",
  })
  void throttlingAndFaultsOfTheOtherSideAreRetryable(int status, boolean retryable, String said)
      throws IOException {
    try (PostDouble server = new PostDouble(any -> true, status, Map.of("Retry-After", "30"))) {
      ActionException e = failure(standIn(server));
      assertThat(e.isRetryable()).isEqualTo(retryable);
      assertThat(e).hasMessageContaining(said);
      assertThat(trace(e)).doesNotContain("canary");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) throws IOException {
    try (PostDouble other = new PostDouble(any -> true, 200);
        PostDouble server =
            new PostDouble(any -> true, status, Map.of("Location", other.address() + "/canary"))) {
      ActionException e = failure(standIn(server));
      assertThat(e.isRetryable()).isFalse();
      assertThat(trace(e)).contains("a redirect, which is not followed").doesNotContain("canary");
      assertThat(other.posts()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
      })
  void aNameWithAnAddressThatIsNotPublicIsNotWrittenTo(String address) throws IOException {
    InetAddress inside = InetAddress.getByName(address);
    InetAddress outside = InetAddress.getByName("203.0.113.7");
    ActionException e = failure(resolving(host -> new InetAddress[] {outside, inside}));
    assertThat(e.isRetryable()).isFalse();
    assertThat(e)
        .hasMessage("the webhook's host has an address that is not of the public internet");
    assertThat(PublicAddresses.isPublic(inside)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"})
  void addressesOfTheInternetArePublic(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/canary",
        "https://2130706433/canary",
        "https://[::1]/canary",
        "https://[::ffff:169.254.169.254]/canary",
        "https://localhost/canary",
      })
  void anAddressInTheUrlIsLookedAtToo(String url) {
    ActionException e = failure(new SignedWebhookNotifier(url, SECRET, clock()));
    assertThat(e.isRetryable()).isFalse();
    assertThat(trace(e)).contains("not of the public internet").doesNotContain("canary");
  }

  @Test
  void aNameWithoutAnAddressIsRetryable() {
    ActionException e =
        failure(
            resolving(
                host -> {
                  throw new UnknownHostException("canary");
                }));
    assertThat(e.isRetryable()).isTrue();
    assertThat(trace(e)).contains("has no address now").doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://soar.example.com/canary",
        "https://user:canary@soar.example.com/",
        "https://soar.example.com/#canary",
        "https:///canary",
        "ftp://soar.example.com/canary",
        "soar.example.com/canary",
        "https://soar.example.com/ canary",
      })
  void onlyHttpsIsWrittenTo(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedWebhookNotifier(url, SECRET, clock()))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary-too-short",
        "canary-secret-0123456789-0123456789\n",
        "canary secret-0123456789-0123456789",
        "canary-secret-0123456789-012345678\u00e4",
      })
  void aSecretThatTwoSidesMayReadDifferentlyIsRefused(String secret) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedWebhookNotifier(URL, secret, clock()))
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary"));
  }

  @Test
  void neitherUrlNorSecretIsShown() {
    assertThat(new SignedWebhookNotifier(URL, SECRET, clock()))
        .hasToString("SignedWebhookNotifier");
    assertThat(new WebhookSignature(SECRET)).hasToString("WebhookSignature");
  }

  private static boolean verifies(Posted posted, String secret, Instant now) {
    String time = posted.header(header(WebhookSignature.TIMESTAMP));
    String signature = posted.header(header(WebhookSignature.SIGNATURE));
    return new WebhookSignature(secret).verifies(time, signature, posted.body(), now, FIVE_MINUTES);
  }

  /** As the server of the JDK spells names of headers. */
  private static String header(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static Posted posted(List<String> owners, OwnerMessage message) throws IOException {
    try (PostDouble server = new PostDouble(any -> true, 200)) {
      assertThat(standIn(server).send(owners, message)).isEqualTo("posted to the webhook");
      return server.posts().get(0);
    }
  }

  private static SignedWebhookNotifier standIn(PostDouble server) {
    return new SignedWebhookNotifier(URL, SECRET, clock(), server.address());
  }

  private static SignedWebhookNotifier resolving(PublicAddresses.Names names) {
    return new SignedWebhookNotifier(URI.create(URL), SECRET, clock(), new PublicAddresses(names));
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private static ActionException failure(SignedWebhookNotifier notifier) {
    return catchThrowableOfType(ActionException.class, () -> notifier.send(List.of(), MESSAGE));
  }
}
