package dev.tokenresponder.sigma;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How large the program of a regular expression becomes. RE2 matches in time linear to the text,
 * but writes counted repetitions out, so that {@code ((a{1000}){1000}){1000}} fills any memory
 * before it is compiled.
 */
final class RegexSize {
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

  /** It matches nothing by itself: what a count behind it repeats stands before it. */
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");

  private RegexSize() {}

  /** About how many characters the expression has, counted repetitions written out. */
  static double of(String regex) {
    Deque<Double> outer = new ArrayDeque<>();
    double group = 0;
    double last = 0;
    Matcher count = COUNT.matcher(regex);
    Matcher flags = FLAGS.matcher(regex);
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '{' && count.region(i, regex.length()).lookingAt()) {
        double repeated = last * Math.max(number(count.group(1)), number(count.group(2)));
        group += repeated - last;
        last = repeated;
        i = count.end() - 1;
        continue;
      }
      if (c == '(' && flags.region(i, regex.length()).lookingAt()) {
        i = flags.end() - 1;
        continue;
      }
      if (c == '(') {
        outer.push(group);
        group = 0;
        continue;
      }
      if (c == ')' && !outer.isEmpty()) {
        last = group;
        group += outer.pop();
        continue;
      }
      if (c == '[') {
        i = endOfClass(regex, i);
      } else if (c == '\\') {
        i++;
      }
      last = 1;
      group++;
    }
    while (!outer.isEmpty()) {
      group += outer.pop();
    }
    return group;
  }

  private static double number(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 1 : Double.parseDouble(digits);
  }

  private static int endOfClass(String regex, int start) {
    int i = start + 1;
    if (i < regex.length() && regex.charAt(i) == '^') {
      i++;
    }
    if (i < regex.length() && regex.charAt(i) == ']') {
      i++;
    }
    while (i < regex.length() && regex.charAt(i) != ']') {
      i += regex.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, regex.length() - 1);
  }
}
