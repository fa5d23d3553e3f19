package dev.tokenresponder.connectors.notify;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Text that is the same for every reader and every program: printable ASCII and line feeds. All
 * else (carriage returns, right-to-left overrides, letters that only look Latin) is shown as <code>
 * &#92;u{202E}</code>, so that it can be seen and does nothing.
 */
final class PlainText {
  private static final String CLIPPED = "\n[clipped; the incident holds the rest]";

  private PlainText() {}

  /**
   * The text with its lines, at most {@code longest} characters long; a mark says it is clipped.
   */
  static String lines(String text, int longest) {
    return lines(text, longest, PlainText::character);
  }

  /** As {@link #lines(String, int)}; {@code escape} shows one code point. */
  static String lines(String text, int longest, IntFunction<String> escape) {
    StringBuilder plain = new StringBuilder();
    int room = longest - CLIPPED.length();
    int fits = 0;
    for (int at = 0; at < text.length() && plain.length() <= longest; ) {
      int character = text.codePointAt(at);
      plain.append(escape.apply(character));
      fits = plain.length() <= room ? plain.length() : fits;
      at += Character.charCount(character);
    }
    return plain.length() <= longest ? plain.toString() : plain.substring(0, fits) + CLIPPED;
  }

  /** The text on one line, clipped with a tilde when longer than {@code longest} characters. */
  static String line(String text, int longest) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < text.length() && plain.length() <= longest; ) {
      int character = text.codePointAt(at);
      plain.append(character == '\n' ? escaped(character) : character(character));
      at += Character.charCount(character);
    }
    return plain.length() <= longest ? plain.toString() : plain.substring(0, longest - 1) + "~";
  }

  /** A printable ASCII character or a line feed as it is, any other escaped. */
  static String character(int character) {
    boolean plain = character == '\n' || character >= ' ' && character <= '~';
    return plain ? Character.toString(character) : escaped(character);
  }

  /** The escape of a character: a backslash, {@code u} and its code point in braces. */
  static String escaped(int character) {
    return "\\u{" + Integer.toHexString(character).toUpperCase(Locale.ROOT) + "}";
  }
}
