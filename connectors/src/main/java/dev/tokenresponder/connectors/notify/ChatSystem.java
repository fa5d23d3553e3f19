package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.OwnerMessage;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chat system that takes messages by an incoming webhook. */
public enum ChatSystem {
  SLACK("Slack", "hooks.slack.com") {
    @Override
    Map<String, Object> body(OwnerMessage message) {
      return SlackBody.of(message);
    }
  },
  GOOGLE_CHAT("Google Chat", "chat.googleapis.com") {
    @Override
    Map<String, Object> body(OwnerMessage message) {
      return GoogleChatBody.of(message);
    }
  };

  private static final int HTTPS = 443;
  private static final int AROUND_LINK = 80;
  private static final int LEAST_TEXT = 1_000;
  private static final Pattern LINK_START = Pattern.compile("(?i)\\b(www)\\.");

  private final String label;
  private final String host;

  ChatSystem(String label, String host) {
    this.label = label;
    this.host = host;
  }

  /**
   * The system whose webhook this is.
   *
   * @throws IllegalArgumentException when it is none of ours; the message does not show the URL
   */
  static ChatSystem of(URI webhook) {
    if ("https".equalsIgnoreCase(webhook.getScheme())
        && webhook.getRawUserInfo() == null
        && (webhook.getPort() == -1 || webhook.getPort() == HTTPS)) {
      for (ChatSystem system : values()) {
        if (system.host.equalsIgnoreCase(webhook.getHost())) {
          return system;
        }
      }
    }
    throw new IllegalArgumentException(
        "a webhook must be an https URL on hooks.slack.com or chat.googleapis.com");
  }

  /** The JSON of a message that is shown as it is, pings nobody and holds no link. */
  abstract Map<String, Object> body(OwnerMessage message);

  /** What people call it. */
  String label() {
    return label;
  }

  /** Subject and text, with every URL broken by an escape, for both systems make links of them. */
  static String text(OwnerMessage message) {
    return withoutLinks(PlainText.line(message.subject(), 100) + "\n" + message.text());
  }

  /** Room for text beside the links, of so many characters in all. */
  static int room(OwnerMessage message, int all) {
    int links =
        message.links().stream()
            .mapToInt(link -> link.url().toString().length() + link.label().length() + AROUND_LINK)
            .sum();
    return Math.max(LEAST_TEXT, all - links);
  }

  /** The text with an escape in each {@code ://} and each {@code www.} at the start of a word. */
  static String withoutLinks(String text) {
    String broken = text.replace("://", ":" + PlainText.escaped('/') + "/");
    String dot = Matcher.quoteReplacement(PlainText.escaped('.'));
    return LINK_START.matcher(broken).replaceAll("$1" + dot);
  }
}
