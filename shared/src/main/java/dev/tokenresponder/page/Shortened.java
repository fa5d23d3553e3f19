package dev.tokenresponder.page;

import java.util.List;

/** Text that must fit into a drawing. */
final class Shortened {
  private Shortened() {}

  /**
   * The text, its middle left out where it is too wide: the end of a name tells as much as its
   * start.
   *
   * @param most the width in small letters of middling width
   */
  static String middle(String text, int most) {
    String line = text.replace('\n', ' ');
    int[] characters = line.codePoints().toArray();
    if (width(characters, 0, characters.length) <= 2 * most) {
      return line;
    }
    int start = 0;
    int end = characters.length;
    int used = width('…');
    while (true) {
      boolean head = width(characters, 0, start) <= width(characters, end, characters.length);
      int next = head ? characters[start] : characters[end - 1];
      if (used + width(next) > 2 * most) {
        return new String(characters, 0, start)
            + "…"
            + new String(characters, end, characters.length - end);
      }
      used += width(next);
      if (head) {
        start++;
      } else {
        end--;
      }
    }
  }

  /** An ARN without what is the same in all of an account; anything else as it is. */
  static String principal(String name) {
    String[] parts = name.split(":", 6);
    return parts.length == 6 && parts[0].equals("arn") ? parts[5] : name;
  }

  /** The text in two lines at most, broken between words where that is possible. */
  static List<String> lines(String text, int most) {
    if (middle(text, most).equals(text)) {
      return List.of(text);
    }
    int end = 0;
    for (int i = text.indexOf(' '); i >= 0 && i <= most; i = text.indexOf(' ', i + 1)) {
      end = middle(text.substring(0, i), most).equals(text.substring(0, i)) ? i : end;
    }
    return end == 0
        ? List.of(middle(text, most))
        : List.of(text.substring(0, end), middle(text.substring(end + 1), most));
  }

  private static int width(int[] characters, int from, int to) {
    int width = 0;
    for (int i = from; i < to; i++) {
      width += width(characters[i]);
    }
    return width;
  }

  /** In halves of a small letter; no font is asked, so it is rather too much than too little. */
  private static int width(int character) {
    if (character >= 0x1100 || "mwMW@%".indexOf(character) >= 0) {
      return 4;
    }
    return Character.isUpperCase(character) ? 3 : 2;
  }
}
