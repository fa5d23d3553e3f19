package dev.tokenresponder.connectors.notify;

import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.OwnerMessage.Link;
import java.util.Map;

/**
 * A message for Google Chat: one monospace block, in which {@code *}, {@code _}, {@code ~} and list
 * marks are shown as they are (developers.google.com/workspace/chat/format-messages). The page
 * names no escape, so the characters that could end the block or begin a mention or link ({@code
 * <users/all>}, {@code <url|text>}) are shown as their code points and never sent.
 *
 * <p>A message is at most 32,000 bytes ("Method: spaces.messages.create"); this is ASCII, one byte
 * a character, and leaves room for the rest.
 */
final class GoogleChatBody {
  private static final int LONGEST_TEXT = 30_000;
  private static final String FENCE = "```";

  private GoogleChatBody() {}

  static Map<String, Object> of(OwnerMessage message) {
    int room = ChatSystem.room(message, LONGEST_TEXT);
    String text = PlainText.lines(ChatSystem.text(message), room, GoogleChatBody::character);
    StringBuilder body = new StringBuilder(FENCE + "\n" + text.stripTrailing() + "\n" + FENCE);
    for (Link link : message.links()) {
      body.append("\n<").append(link.url()).append('|').append(link.label()).append('>');
    }
    return Map.of("text", body.toString());
  }

  private static String character(int character) {
    return switch (character) {
      case '<', '>', '`' -> PlainText.escaped(character);
      default -> PlainText.character(character);
    };
  }
}
