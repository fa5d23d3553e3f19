package dev.tokenresponder.connectors.github;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands for people to copy into a shell; nothing in them can become another command. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** The words as one line of a POSIX shell; what a terminal would not show becomes a blank. */
  static String command(String... words) {
    return Arrays.stream(words).map(Shell::quote).collect(Collectors.joining(" "));
  }

  private static String quote(String word) {
    String shown = word.replaceAll("[^ -~]", " ");
    return PLAIN.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
  }
}
