package dev.tokenresponder.sigma;

import java.util.Locale;

/**
 * A Sigma string: plain characters with the wildcards {@code *} (any number of characters) and
 * {@code ?} (exactly one), escaped by a backslash as the Sigma rules specification, "Escape
 * Character", lays down.
 */
final class TextPattern {
  /**
   * Stand for the wildcards in the parsed pattern; no text that rules or records hold uses them.
   */
  private static final char ANY = '\uFDD0';

  private static final char ONE = '\uFDD1';

  private final String pattern;
  private final boolean cased;
  private final boolean plain;

  private TextPattern(String pattern, boolean cased) {
    this.pattern = pattern;
    this.cased = cased;
    this.plain = pattern.indexOf(ANY) < 0 && pattern.indexOf(ONE) < 0;
  }

  static TextPattern parse(String text, boolean openStart, boolean openEnd, boolean cased) {
    StringBuilder parsed = new StringBuilder(text.length() + 2);
    if (openStart) {
      parsed.append(ANY);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\' && (next == '\\' || next == '*' || next == '?')) {
        parsed.append(next);
        i++;
      } else if (c == '*') {
        parsed.append(ANY);
      } else {
        parsed.append(c == '?' ? ONE : c);
      }
    }
    if (openEnd) {
      parsed.append(ANY);
    }
    String pattern = parsed.toString();
    return new TextPattern(cased ? pattern : pattern.toLowerCase(Locale.ROOT), cased);
  }

  boolean matches(String text) {
    if (plain && text.length() != pattern.length() && cased) {
      return false;
    }
    String folded = cased ? text : text.toLowerCase(Locale.ROOT);
    return plain ? folded.equals(pattern) : wild(folded);
  }

  /** The usual two-pointer glob match: time at most pattern length times text length. */
  private boolean wild(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (p < pattern.length() && c == ANY) {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && (c == ONE || c == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == ANY) {
      p++;
    }
    return p == pattern.length();
  }
}
