package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the query language of Cloud Logging, written after its documentation and nothing else
 * ("Logging query language"): comparisons by {@code =}, {@code :} and {@code :*}, lists of values
 * in parentheses, NOT before OR before AND, any element of a list, and no case (NFKC_Casefold).
 */
final class LogQuery {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:(\"[^\"\\\\]*\")|([()=:*])|([A-Za-z_@][A-Za-z0-9_@.]*))");

  private final List<String> tokens = new ArrayList<>();
  private int at;

  private LogQuery(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.lookingAt()) {
      tokens.add(matcher.group().strip());
      end = matcher.end();
      matcher.region(end, text.length());
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("not understood: " + text.substring(end));
    }
  }

  /** Which entries a query finds. */
  static Predicate<JsonNode> of(String text) {
    LogQuery query = new LogQuery(text);
    Predicate<JsonNode> whole = query.all();
    if (query.at < query.tokens.size()) {
      throw new IllegalArgumentException("not understood: " + query.tokens.get(query.at));
    }
    return whole;
  }

  private Predicate<JsonNode> all() {
    Predicate<JsonNode> part = any();
    while (take("AND")) {
      part = part.and(any());
    }
    return part;
  }

  private Predicate<JsonNode> any() {
    Predicate<JsonNode> part = one();
    while (take("OR")) {
      part = part.or(one());
    }
    return part;
  }

  private Predicate<JsonNode> one() {
    if (take("NOT")) {
      return one().negate();
    }
    if (take("(")) {
      Predicate<JsonNode> inner = all();
      need(")");
      return inner;
    }
    String field = tokens.get(at++);
    if (take("=")) {
      return values(field, false);
    }
    need(":");
    return take("*") ? entry -> !texts(entry, field).isEmpty() : values(field, true);
  }

  private Predicate<JsonNode> values(String field, boolean part) {
    if (!take("(")) {
      return value(field, part);
    }
    Predicate<JsonNode> any = value(field, part);
    while (take("OR")) {
      any = any.or(value(field, part));
    }
    need(")");
    return any;
  }

  private Predicate<JsonNode> value(String field, boolean part) {
    String quoted = tokens.get(at++);
    if (!quoted.startsWith("\"")) {
      throw new IllegalArgumentException("not quoted: " + quoted);
    }
    String wanted = normal(quoted.substring(1, quoted.length() - 1));
    return entry ->
        texts(entry, field).stream()
            .map(LogQuery::normal)
            .anyMatch(text -> part ? text.contains(wanted) : text.equals(wanted));
  }

  private boolean take(String token) {
    if (at < tokens.size() && tokens.get(at).equals(token)) {
      at++;
      return true;
    }
    return false;
  }

  private void need(String token) {
    if (!take(token)) {
      throw new IllegalArgumentException("'" + token + "' is missing");
    }
  }

  private static List<String> texts(JsonNode entry, String field) {
    List<JsonNode> nodes = List.of(entry);
    for (String key : field.split("\\.")) {
      nodes = elements(nodes).stream().map(node -> node.path(key)).toList();
    }
    return elements(nodes).stream().filter(JsonNode::isValueNode).map(JsonNode::asText).toList();
  }

  private static List<JsonNode> elements(List<JsonNode> nodes) {
    List<JsonNode> elements = new ArrayList<>();
    for (JsonNode node : nodes) {
      if (node.isArray()) {
        node.forEach(elements::add);
      } else if (!node.isMissingNode() && !node.isNull()) {
        elements.add(node);
      }
    }
    return elements;
  }

  private static String normal(String text) {
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }
}
