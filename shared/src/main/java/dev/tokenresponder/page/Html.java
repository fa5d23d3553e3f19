package dev.tokenresponder.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes HTML that is well-formed XML too. Names of elements and attributes come from the program;
 * values and texts may come from anybody: they are escaped, and what would steer a reader (control
 * and format characters) or is no character of XML 1.0 becomes {@code U+FFFD}.
 */
public final class Html {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9:-]*");

  /** Elements that have no end tag in HTML ("HTML Living Standard", 13.1.2, void elements). */
  private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "link", "meta");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** A document with its declaration. */
  public static Html document() {
    Html html = new Html();
    html.out.append("<!DOCTYPE html>\n");
    return html;
  }

  /**
   * Opens an element.
   *
   * @param attributes name and value by turns
   */
  public Html open(String element, Object... attributes) {
    out.append('<').append(name(element));
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(name(String.valueOf(attributes[i]))).append("=\"");
      escape(String.valueOf(attributes[i + 1]));
      out.append('"');
    }
    if (VOID.contains(element)) {
      out.append("/>\n");
    } else {
      out.append('>');
      open.push(element);
    }
    return this;
  }

  /** Closes the element that was opened last. */
  public Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element with nothing but text in it. */
  public Html element(String element, String text, Object... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Text. */
  public Html text(String text) {
    escape(text);
    return this;
  }

  /**
   * The style of the page, as it is.
   *
   * @throws IllegalArgumentException when it has a character that is not plain in both HTML and XML
   */
  public Html style(String css) {
    if (css.contains("<") || css.contains("&") || css.contains("]]>")) {
      throw new IllegalArgumentException("a style sheet must do without < and &");
    }
    open("style");
    out.append(css);
    return close();
  }

  /**
   * The page.
   *
   * @throws IllegalStateException when an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open.peek() + " is still open");
    }
    return out.toString();
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of an element or attribute");
    }
    return name;
  }

  private void escape(String text) {
    text.codePoints().forEach(this::escape);
  }

  private void escape(int character) {
    switch (character) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n' -> out.append('\n');
      default -> out.appendCodePoint(isPlain(character) ? character : 0xFFFD);
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
