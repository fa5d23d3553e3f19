package dev.tokenresponder.sigma;

/**
 * How case is ignored: character by character, without regard to neighbours or locale, so that a
 * part of a text folds to the same part of the folded text. The index depends on that.
 */
public final class Fold {
  private Fold() {}

  /** The character as it is compared. */
  public static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** The text as it is compared. */
  public static String fold(CharSequence text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(fold(text.charAt(i)));
    }
    return folded.toString();
  }
}
