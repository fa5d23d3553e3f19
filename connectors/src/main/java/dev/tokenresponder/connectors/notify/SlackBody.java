package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.OwnerMessage.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message for Slack: section blocks of {@code plain_text}, which takes no mark-up
 * (docs.slack.dev, "Text object": at most 3,000 characters), with {@code &}, {@code <} and {@code
 * >} as entities (docs.slack.dev, "Formatting message text", "Escaping text"), so that neither a
 * mention such as {@code <!channel>} nor an entity from outside is read as one. The text outside of
 * the blocks, shown in notifications, is the subject with mark-up off.
 *
 * <p>Slack cuts messages at 40,000 characters ("chat.postMessage", "Truncating content") and has
 * been seen to refuse blocks of more than about 13,000 in all (github.com/slackapi/bolt-js, issue
 * 2509), so this stays below 12,000.
 */
final class SlackBody {
  private static final int LONGEST_BLOCK = 3_000;
  private static final int LONGEST_TEXT = 11_000;
  private static final int LONGEST_SUBJECT = 1_000;

  private SlackBody() {}

  static Map<String, Object> of(OwnerMessage message) {
    Map<String, Object> body = new LinkedHashMap<>();
    String subject = ChatSystem.withoutLinks(PlainText.line(message.subject(), 100));
    body.put("text", PlainText.lines(subject, LONGEST_SUBJECT, SlackBody::character));
    body.put("mrkdwn", false);
    body.put("parse", "none");
    body.put("link_names", false);
    body.put("unfurl_links", false);
    body.put("unfurl_media", false);
    int room = ChatSystem.room(message, LONGEST_TEXT);
    String text = PlainText.lines(ChatSystem.text(message), room, SlackBody::character);
    List<Map<String, Object>> blocks = blocks(text);
    message.links().forEach(link -> blocks.add(link(link)));
    body.put("blocks", blocks);
    return body;
  }

  /** The one place with mark-up ("Formatting message text", "Linking to URLs"). */
  private static Map<String, Object> link(Link link) {
    String markUp = "<" + link.url() + "|" + link.label() + ">";
    return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", markUp));
  }

  private static String character(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      default -> PlainText.character(character);
    };
  }

  /** Cut between lines, or else before an entity rather than in it. */
  private static List<Map<String, Object>> blocks(String text) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    String rest = text;
    while (rest.length() > LONGEST_BLOCK) {
      int cut = rest.lastIndexOf('\n', LONGEST_BLOCK - 1) + 1;
      if (cut == 0) {
        int entity = rest.lastIndexOf('&', LONGEST_BLOCK - 1);
        cut = entity > LONGEST_BLOCK - "&amp;".length() ? entity : LONGEST_BLOCK;
      }
      add(blocks, rest.substring(0, cut));
      rest = rest.substring(cut);
    }
    add(blocks, rest);
    return blocks;
  }

  private static void add(List<Map<String, Object>> blocks, String text) {
    if (!text.isBlank()) {
      Map<String, Object> plain = new LinkedHashMap<>();
      plain.put("type", "plain_text");
      plain.put("emoji", false);
      plain.put("text", text);
      blocks.add(Map.of("type", "section", "text", plain));
    }
  }
}
