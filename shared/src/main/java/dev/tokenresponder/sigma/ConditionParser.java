package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a condition ({@code selection and not 1 of filter_*}) over named detections. From the least
 * to the most binding: or, and, not, x of, parentheses.
 */
final class ConditionParser {
  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[\\w.*?-]+|\\S)");
  private static final int MOST_PARENTHESES = 100;

  private final Map<String, Detection> detections;
  private final Set<String> used;
  private final List<String> tokens = new ArrayList<>();
  private int position;
  private int depth;

  private ConditionParser(Map<String, Detection> detections, Set<String> used, String condition) {
    this.detections = detections;
    this.used = used;
    Matcher matcher = TOKEN.matcher(condition);
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
  }

  /**
   * Resolves a condition.
   *
   * @param used takes the names of the search identifiers it refers to
   * @throws DetectionException with what is wrong
   */
  static Detection parse(String condition, Map<String, Detection> detections, Set<String> used) {
    ConditionParser parser = new ConditionParser(detections, used, condition);
    Detection whole = parser.or();
    if (parser.position < parser.tokens.size()) {
      throw wrong(
          "'" + parser.peek() + "' is not expected here", "join the parts with 'and' or 'or'");
    }
    return whole;
  }

  private Detection or() {
    List<Detection> parts = new ArrayList<>(List.of(and()));
    while (accept("or")) {
      parts.add(and());
    }
    return Detection.join(parts, false);
  }

  private Detection and() {
    List<Detection> parts = new ArrayList<>(List.of(not()));
    while (accept("and")) {
      parts.add(not());
    }
    return Detection.join(parts, true);
  }

  private Detection not() {
    boolean negated = false;
    while (accept("not")) {
      negated = !negated;
    }
    Detection part = primary();
    return negated ? new Detection.Not(part) : part;
  }

  private Detection primary() {
    if (accept("(")) {
      if (++depth > MOST_PARENTHESES) {
        throw wrong("parentheses are nested too deeply", "use fewer");
      }
      Detection inner = or();
      if (!accept(")")) {
        throw wrong("a ')' is missing", "close every parenthesis");
      }
      depth--;
      return inner;
    }
    String word = peek();
    position++;
    boolean quantified = position < tokens.size() && "of".equalsIgnoreCase(tokens.get(position));
    if (quantified && List.of("1", "any", "all").contains(word.toLowerCase(Locale.ROOT))) {
      position++;
      String pattern = peek();
      position++;
      return Detection.join(selected(pattern), "all".equalsIgnoreCase(word));
    }
    Detection named = detections.get(word);
    if (named == null) {
      throw wrong(
          "there is no search identifier '" + word + "'",
          "the detection has " + detections.keySet());
    }
    used.add(word);
    return named;
  }

  private List<Detection> selected(String pattern) {
    boolean them = "them".equalsIgnoreCase(pattern);
    TextPattern glob = TextPattern.parse(pattern, false, false, true);
    List<Detection> selected = new ArrayList<>();
    detections.forEach(
        (name, detection) -> {
          if (them ? !name.startsWith("_") : glob.matches(name)) {
            selected.add(detection);
            used.add(name);
          }
        });
    if (selected.isEmpty()) {
      throw wrong(
          "no search identifier fits '" + pattern + "'",
          "the detection has " + detections.keySet());
    }
    return selected;
  }

  private boolean accept(String token) {
    if (position < tokens.size() && tokens.get(position).equalsIgnoreCase(token)) {
      position++;
      return true;
    }
    return false;
  }

  private String peek() {
    if (position >= tokens.size()) {
      throw wrong("it ends too early", "name a search identifier");
    }
    return tokens.get(position);
  }

  private static DetectionException wrong(String message, String hint) {
    return new DetectionException("condition", "condition: " + message, hint);
  }
}
