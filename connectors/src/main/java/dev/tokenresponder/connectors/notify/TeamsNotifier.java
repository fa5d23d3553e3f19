package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.OwnerMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Posts to a channel of Microsoft Teams by a workflow with the trigger "When a Teams webhook
 * request is received" (support.microsoft.com, "Create incoming webhooks with Workflows for
 * Microsoft Teams"); the older connectors of Office 365 are retired. The URL carries its signature
 * and is a secret: never shown, and sent to the host it names and nowhere else. Which failures are
 * retryable: {@link JsonPost}. A workflow answers before it posts, so that "posted" is its promise
 * and no more.
 */
public final class TeamsNotifier implements Notifier {
  private static final String LABEL = "Microsoft Teams";
  private static final String NAME = "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+";
  private static final Pattern HOST =
      Pattern.compile("(?i)" + NAME + "(?:logic\\.azure\\.com|api\\.powerplatform\\.com)");

  private final JsonPost post;

  /**
   * @param webhook the URL as the workflow shows it
   * @throws IllegalArgumentException when it is not on https and a host of Power Automate
   */
  public TeamsNotifier(String webhook) {
    this.post = post(pinned(webhook), JsonPost.PATIENCE);
  }

  /**
   * Posts to a stand-in on this machine, for tests.
   *
   * @param standIn {@code http://127.0.0.1:port}; gets the path and query of the webhook
   */
  public TeamsNotifier(String webhook, URI standIn) {
    this(webhook, standIn, JsonPost.PATIENCE);
  }

  TeamsNotifier(String webhook, URI standIn, Duration patience) {
    this.post = post(SecretUrl.onStandIn(pinned(webhook), standIn), patience);
  }

  @Override
  public String send(List<String> owners, OwnerMessage message) {
    post.send(JsonPost.json(TeamsBody.of(message)), Map.of());
    return "posted to " + LABEL;
  }

  @Override
  public String toString() {
    return "TeamsNotifier";
  }

  private static JsonPost post(URI url, Duration patience) {
    return new JsonPost(LABEL, "the workflow was removed or refused the message", url, patience);
  }

  private static URI pinned(String webhook) {
    URI url = SecretUrl.parse(webhook);
    if (!SecretUrl.isHttps(url)
        || !SecretUrl.isOnUsualPort(url)
        || !HOST.matcher(url.getHost()).matches()) {
      throw new IllegalArgumentException(
          "a webhook of Teams must be an https URL on a host of logic.azure.com or"
              + " api.powerplatform.com");
    }
    return url;
  }
}
