package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.OwnerMessage.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message for Teams: an Adaptive Card of one {@code RichTextBlock} a line, whose {@code TextRun}
 * takes no Markdown (learn.microsoft.com, "TextRun": "Markdown is not supported"; only {@code
 * TextBlock} and facts do, "Format cards in Microsoft Teams"). A mention needs both {@code <at>} in
 * the text and {@code msteams.entities} in the card; the card has none of these and shows angle
 * brackets as their code points. What could pass for a link, or for a function or a template (two
 * braces, or a dollar sign and a brace), is broken by an escape as well, whatever a client makes of
 * it.
 *
 * <p>A message is at most 28 KB ("Format cards in Microsoft Teams", incoming webhooks); JSON at
 * most doubles this ASCII, and a line costs a good hundred bytes more.
 */
final class TeamsBody {
  private static final int MOST_ASCII = 18_000;
  private static final int MOST_LINES = 60;
  private static final String MORE = "[clipped; the incident holds the rest]";

  private TeamsBody() {}

  static Map<String, Object> of(OwnerMessage message) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.2");
    card.put("body", blocks(literal(message)));
    if (!message.links().isEmpty()) {
      card.put("actions", message.links().stream().map(TeamsBody::action).toList());
    }
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.put("content", card);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "message");
    body.put("attachments", List.of(attachment));
    return body;
  }

  private static Map<String, Object> action(Link link) {
    return Map.of("type", "Action.OpenUrl", "title", link.label(), "url", link.url().toString());
  }

  private static String literal(OwnerMessage message) {
    String text =
        ChatSystem.text(message)
            .replace("](", "]" + PlainText.escaped('('))
            .replace("{{", "{" + PlainText.escaped('{'))
            .replace("${", PlainText.escaped('$') + "{");
    int room = ChatSystem.room(message, MOST_ASCII) / 2;
    return PlainText.lines(text, room, TeamsBody::character);
  }

  private static String character(int character) {
    return switch (character) {
      case '<', '>' -> PlainText.escaped(character);
      default -> PlainText.character(character);
    };
  }

  private static List<Map<String, Object>> blocks(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    List<Map<String, Object>> blocks = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(lines.size(), MOST_LINES))) {
      blocks.add(block(line));
    }
    if (lines.size() > MOST_LINES) {
      blocks.add(block(MORE));
    }
    return blocks;
  }

  private static Map<String, Object> block(String line) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("type", "TextRun");
    run.put("fontType", "Monospace");
    run.put("text", line);
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("type", "RichTextBlock");
    block.put("spacing", "None");
    block.put("inlines", List.of(run));
    return block;
  }
}
