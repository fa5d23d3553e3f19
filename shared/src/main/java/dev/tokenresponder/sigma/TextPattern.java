package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.List;

/**
 * A Sigma string: plain characters with the wildcards {@code *} (any number of characters) and
 * {@code ?} (exactly one), escaped by a backslash as the Sigma rules specification, "Escape
 * Character", lays down. Time to match is at most pattern length times text length.
 */
public final class TextPattern {
  /**
   * Stand for the wildcards in the parsed pattern; Unicode reserves these characters for uses that
   * no text has.
   */
  static final char ANY = '\uFDD0';

  static final char ONE = '\uFDD1';

  /** Any of the characters that Windows takes for the dash of an option ({@code windash}). */
  static final char DASH = '\uFDD2';

  static final String DASHES = "-/\u2013\u2014\u2015";

  private final String pattern;
  private final boolean cased;
  private final boolean plain;

  private TextPattern(String pattern, boolean cased) {
    this.pattern = pattern;
    this.cased = cased;
    this.plain = pattern.chars().noneMatch(c -> isMark((char) c));
  }

  /** A pattern of characters and marks as {@link #marked} gives them. */
  static TextPattern ofMarked(String marked, boolean openStart, boolean openEnd, boolean cased) {
    StringBuilder whole = new StringBuilder(marked);
    if (openStart && !marked.startsWith(String.valueOf(ANY))) {
      whole.insert(0, ANY);
    }
    if (openEnd && (whole.isEmpty() || whole.charAt(whole.length() - 1) != ANY)) {
      whole.append(ANY);
    }
    return new TextPattern(cased ? whole.toString() : Fold.fold(whole), cased);
  }

  static TextPattern parse(String text, boolean openStart, boolean openEnd, boolean cased) {
    return ofMarked(marked(text), openStart, openEnd, cased);
  }

  /** Resolves escapes, and puts marks where the wildcards are. */
  static String marked(String text) {
    StringBuilder parsed = new StringBuilder(text.length() + 2);
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
    return parsed.toString();
  }

  /** Whether there is no wildcard in it. */
  public boolean isPlain() {
    return plain;
  }

  /** Whether case matters. */
  public boolean isCased() {
    return cased;
  }

  /** The text between the wildcards, folded unless case matters; the whole when it is plain. */
  public List<String> literals() {
    List<String> literals = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= pattern.length(); i++) {
      boolean end = i == pattern.length();
      if (end || isMark(pattern.charAt(i))) {
        if (i > from) {
          literals.add(pattern.substring(from, i));
        }
        from = i + 1;
      }
    }
    return literals;
  }

  /** Whether the pattern says how the text begins. */
  public boolean startsWithLiteral() {
    return !pattern.isEmpty() && !isMark(pattern.charAt(0));
  }

  /** Whether the pattern says how the text ends. */
  public boolean endsWithLiteral() {
    return !pattern.isEmpty() && !isMark(pattern.charAt(pattern.length() - 1));
  }

  private static boolean isMark(char c) {
    return c >= ANY && c <= DASH;
  }

  /** Whether the text fits the whole pattern. */
  public boolean matches(CharSequence text) {
    return plain ? same(text) : wild(text);
  }

  private boolean same(CharSequence text) {
    int length = pattern.length();
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (at(text, i) != pattern.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private char at(CharSequence text, int index) {
    char c = text.charAt(index);
    return cased ? c : Fold.fold(c);
  }

  /** The usual two-pointer glob match. */
  private boolean wild(CharSequence text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    int end = text.length();
    while (t < end) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (p < pattern.length() && c == ANY) {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && fits(c, at(text, t))) {
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

  private static boolean fits(char wanted, char actual) {
    return wanted == actual || wanted == ONE || wanted == DASH && DASHES.indexOf(actual) >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextPattern that && that.cased == cased && that.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  /** The pattern as a rule spells it, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      switch (c) {
        case ANY -> text.append('*');
        case ONE -> text.append('?');
        case DASH -> text.append('-');
        case '*', '?' -> text.append('\\').append(c);
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
