package dev.tokenresponder.sigma;

/**
 * How case is ignored: character by character, without regard to neighbours or locale, so that a
 * part of a text folds to the same part of the folded text, and so that nothing beyond ASCII (the
 * sign of the kelvin, say) passes for a letter of ASCII. The index and the event patterns depend on
 * both.
 */
public final class Fold {
  private Fold() {}

  /** The character as it is compared. */
  public static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    char folded = Character.toLowerCase(Character.toUpperCase(c));
    return folded < 128 ? c : folded;
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
