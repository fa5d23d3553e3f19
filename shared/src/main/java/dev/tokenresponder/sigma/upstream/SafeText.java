package dev.tokenresponder.sigma.upstream;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts for which Sigma and a service upstream surely mean the same: no number, boolean or null,
 * which many tell from strings, and nothing that JSON or a query may spell in several ways.
 */
public final class SafeText {
  private static final Pattern SAFE =
      Pattern.compile("[\\x20-\\x7e&&[^\\\\\"{}]]*[A-Za-z][\\x20-\\x7e&&[^\\\\\"{}]]*");

  private static final Set<String> WORDS = Set.of("true", "false", "null", "infinity");
  private static final Pattern NUMBER = Pattern.compile("[-+0-9.eE]+");

  private SafeText() {}

  /** A prefix such as "t" also begins "true", and "e" ends it, so all of these are left alone. */
  public static boolean is(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return SAFE.matcher(text).matches()
        && !NUMBER.matcher(text).matches()
        && WORDS.stream().noneMatch(word -> word.startsWith(lower) || word.endsWith(lower));
  }
}
