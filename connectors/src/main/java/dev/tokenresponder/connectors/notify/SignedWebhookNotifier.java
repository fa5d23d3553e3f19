package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts {@code {"incident", "subject", "text", "owners"}} to any https URL, signed so that the
 * receiver knows it is ours, unchanged and of now ({@link WebhookSignature}; docs/notifications.md
 * shows how to verify). URL and secret are never shown. Goes to the public internet only, and
 * follows no redirect. Which failures are retryable: {@link JsonPost}. What was sent and not
 * answered is sent again: a receiver takes each incident and text once.
 */
public final class SignedWebhookNotifier implements Notifier {
  private static final String LABEL = "the webhook";
  private static final int LONGEST_TEXT = 30_000;
  private static final int LONGEST_OWNER = 254;
  private static final int MOST_OWNERS = 100;

  private final WebhookSignature signature;
  private final Clock clock;
  private final String host;
  private final @Nullable PublicAddresses addresses;
  private final JsonPost post;

  /**
   * @param url where to post
   * @param secret as {@link WebhookSignature} takes it
   * @throws IllegalArgumentException when the URL is not https, or the secret cannot be used
   */
  public SignedWebhookNotifier(String url, String secret, Clock clock) {
    this(https(url), secret, clock, new PublicAddresses(InetAddress::getAllByName));
  }

  /**
   * Posts to a stand-in on this machine, for tests.
   *
   * @param standIn {@code http://127.0.0.1:port}; gets the path and query of the URL
   */
  public SignedWebhookNotifier(String url, String secret, Clock clock, URI standIn) {
    this(SecretUrl.onStandIn(https(url), standIn), secret, clock, (PublicAddresses) null);
  }

  SignedWebhookNotifier(URI url, String secret, Clock clock, @Nullable PublicAddresses addresses) {
    this.signature = new WebhookSignature(secret);
    this.clock = clock;
    this.host = url.getHost();
    this.addresses = addresses;
    this.post = new JsonPost(LABEL, "the webhook refused the message", url, JsonPost.PATIENCE);
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    if (addresses != null) {
      addresses.require(host);
    }
    String body = JsonPost.json(body(owners, message));
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    post.send(
        body,
        Map.of(
            WebhookSignature.TIMESTAMP,
            timestamp,
            WebhookSignature.SIGNATURE,
            signature.of(timestamp, body.getBytes(StandardCharsets.UTF_8))));
    return "posted to " + LABEL;
  }

  @Override
  public String toString() {
    return "SignedWebhookNotifier";
  }

  private static Map<String, Object> body(List<String> owners, OwnerMessage message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("incident", PlainText.line(message.incident(), 255));
    body.put("subject", PlainText.line(message.subject(), 100));
    body.put("text", PlainText.lines(message.text(), LONGEST_TEXT));
    body.put(
        "owners",
        owners.stream()
            .limit(MOST_OWNERS)
            .map(owner -> PlainText.line(owner, LONGEST_OWNER))
            .toList());
    if (!message.links().isEmpty()) {
      body.put(
          "links",
          message.links().stream()
              .map(link -> Map.of("label", link.label(), "url", link.url().toString()))
              .toList());
    }
    return body;
  }

  private static URI https(String url) {
    URI parsed = SecretUrl.parse(url);
    if (!SecretUrl.isHttps(parsed)) {
      throw new IllegalArgumentException("a webhook must be an https URL");
    }
    return parsed;
  }
}
