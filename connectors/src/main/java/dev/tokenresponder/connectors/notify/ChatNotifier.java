package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Posts to an incoming webhook of Slack or Google Chat, for whoever reads that channel; pings
 * nobody. The URL is a secret, for whoever holds it may post: it is never shown, and is sent to the
 * host it names and nowhere else. Which failures are retryable: {@link JsonPost}.
 */
public final class ChatNotifier implements Notifier {
  private final ChatSystem system;
  private final JsonPost post;

  /**
   * @param webhook the URL as the chat system gave it
   * @throws IllegalArgumentException when it is not on https and a host of Slack or Google Chat
   */
  public ChatNotifier(String webhook) {
    URI url = SecretUrl.parse(webhook);
    this.system = ChatSystem.of(url);
    this.post = post(url, JsonPost.PATIENCE);
  }

  /**
   * Posts to a stand-in on this machine, for tests.
   *
   * @param standIn {@code http://127.0.0.1:port}; gets the path and query of the webhook
   */
  public ChatNotifier(String webhook, URI standIn) {
    this(webhook, standIn, JsonPost.PATIENCE);
  }

  ChatNotifier(String webhook, URI standIn, Duration patience) {
    URI url = SecretUrl.parse(webhook);
    this.system = ChatSystem.of(url);
    this.post = post(SecretUrl.onStandIn(url, standIn), patience);
  }

  private JsonPost post(URI url, Duration patience) {
    String refusal = "the webhook was removed or refused by " + system.label();
    return new JsonPost(system.label(), refusal, url, patience);
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    post.send(JsonPost.json(system.body(message)), Map.of());
    return "posted to " + system.label();
  }

  @Override
  public String toString() {
    return "ChatNotifier[" + system.label() + "]";
  }
}
