package dev.tokenresponder.connectors.kubernetes;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands that a person can paste into a shell. */
final class Kubectl {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Kubectl() {}

  static String command(String... words) {
    return Arrays.stream(words)
        .map(Kubectl::quoted)
        .collect(Collectors.joining(" ", "kubectl ", ""));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
