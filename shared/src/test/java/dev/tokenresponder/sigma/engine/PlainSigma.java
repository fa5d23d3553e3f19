package dev.tokenresponder.sigma.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.net.Cidr;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Sigma the slow and obvious way, from the text of the specification, sharing no code with the
 * engine: every value is turned into a java.util.regex pattern or a comparison, every field is
 * looked up in a flat list of all paths of the record, and the condition is evaluated as it is
 * read.
 */
final class PlainSigma {
  private final Map<?, ?> detection;
  private final Map<String, List<String>> lists;

  private PlainSigma(Map<?, ?> detection, Map<String, List<String>> lists) {
    this.detection = detection;
    this.lists = lists;
  }

  static PlainSigma of(String rule, Map<String, List<String>> lists) {
    Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(rule);
    return new PlainSigma((Map<?, ?>) document.get("detection"), lists);
  }

  boolean matches(JsonNode event) {
    Record record = Record.of(event);
    Object condition = detection.get("condition");
    for (Object one : condition instanceof List<?> list ? list : List.of(condition)) {
      if (new Condition(one.toString(), record).value()) {
        return true;
      }
    }
    return false;
  }

  /** What beyond ASCII folds to ASCII is not the same as what it folds to. */
  private static String beyondAscii(String text) {
    return text.replaceAll("[\u0130\u0131\u017f\u212a]", "\ue000");
  }

  // --- the record: every path, arrays left out of it, with all its values

  private record Value(String text, boolean isText, boolean isBoolean) {}

  private static final class Record {
    private final Map<String, List<Value>> fields = new LinkedHashMap<>();
    private final List<String> everything = new ArrayList<>();

    static Record of(JsonNode event) {
      Record record = new Record();
      record.add("", event);
      return record;
    }

    private void add(String path, JsonNode node) {
      if (node.isArray()) {
        if (!path.isEmpty()) {
          fields.computeIfAbsent(path, p -> new ArrayList<>());
        }
        node.forEach(element -> add(path, element));
        return;
      }
      if (!path.isEmpty()) {
        List<Value> values = fields.computeIfAbsent(path, p -> new ArrayList<>());
        if (!node.isNull()) {
          values.add(value(node));
        }
      }
      if (node.isObject()) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          everything.add(field.getKey());
          add(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue());
        }
      } else if (!node.isNull()) {
        everything.add(value(node).text);
      }
    }

    private static Value value(JsonNode node) {
      String text =
          node.isTextual()
              ? node.textValue()
              : node.isNumber() ? node.numberValue().toString() : node.toString();
      return new Value(text, node.isTextual(), node.isBoolean());
    }
  }

  // --- search identifiers

  private boolean identifier(Object identifier, Record record) {
    if (identifier instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .allMatch(item -> item(item.getKey().toString(), item.getValue(), record));
    }
    List<?> list = identifier instanceof List<?> l ? l : List.of(identifier);
    return list.stream()
        .anyMatch(
            element ->
                element instanceof Map<?, ?>
                    ? identifier(element, record)
                    : keyword(List.of("contains"), element, record));
  }

  private boolean item(String key, Object values, Record record) {
    List<String> parts = Arrays.asList(key.split("\\|", -1));
    String field = parts.get(0);
    List<String> modifiers = parts.subList(1, parts.size());
    List<Object> list = new ArrayList<>();
    if (values instanceof List<?> l) {
      list.addAll(l);
    } else {
      list.add(values);
    }
    Predicate<Object> one =
        value ->
            field.isEmpty()
                ? keyword(modifiers, value, record)
                : field(field, modifiers, value, record);
    boolean result =
        modifiers.contains("all") ? list.stream().allMatch(one) : list.stream().anyMatch(one);
    return modifiers.contains("neq") != result;
  }

  private boolean keyword(List<String> modifiers, Object value, Record record) {
    List<String> all = new ArrayList<>(modifiers);
    if (!modifiers.contains("re")
        && !modifiers.contains("startswith")
        && !modifiers.contains("endswith")) {
      all.add("contains");
    }
    return record.everything.stream()
        .anyMatch(
            text -> text(all, value).stream().anyMatch(p -> p.matcher(beyondAscii(text)).find()));
  }

  private boolean field(String field, List<String> modifiers, Object value, Record record) {
    List<Value> actual = record.fields.getOrDefault(field, List.of());
    if (modifiers.contains("exists")) {
      return record.fields.containsKey(field) == (Boolean) value;
    }
    if (value == null) {
      return actual.isEmpty();
    }
    if (modifiers.contains("cidr")) {
      Cidr cidr = Cidr.parse(value.toString());
      return actual.stream().anyMatch(v -> cidr.contains(v.text));
    }
    if (modifiers.contains("fieldref")) {
      List<Value> others = record.fields.getOrDefault(value.toString(), List.of());
      return actual.stream()
          .anyMatch(v -> others.stream().anyMatch(o -> alike(modifiers, v.text, o.text)));
    }
    for (String part : List.of("minute", "hour", "day", "week", "month", "year")) {
      if (modifiers.contains(part)) {
        return actual.stream()
            .filter(v -> v.isText)
            .anyMatch(v -> compares(modifiers, timePart(part, v.text), value));
      }
    }
    boolean compares = modifiers.stream().anyMatch(List.of("lt", "lte", "gt", "gte")::contains);
    boolean plainNumber =
        value instanceof Number && modifiers.stream().allMatch(List.of("all", "neq")::contains);
    if (compares || plainNumber) {
      return actual.stream()
          .filter(v -> !v.isBoolean)
          .anyMatch(v -> compares(modifiers, number(v.text), value));
    }
    List<Pattern> patterns = text(modifiers, value);
    return actual.stream()
        .anyMatch(v -> patterns.stream().anyMatch(p -> p.matcher(beyondAscii(v.text)).find()));
  }

  private static boolean alike(List<String> modifiers, String value, String other) {
    BiPredicate<String, String> test =
        modifiers.contains("startswith")
            ? String::startsWith
            : modifiers.contains("endswith")
                ? String::endsWith
                : modifiers.contains("contains") ? String::contains : String::equals;
    return modifiers.contains("cased")
        ? test.test(value, other)
        : test.test(value.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
  }

  private static boolean compares(List<String> modifiers, BigDecimal actual, Object wanted) {
    if (actual == null) {
      return false;
    }
    int order = actual.compareTo(new BigDecimal(wanted.toString()));
    return modifiers.contains("lt")
        ? order < 0
        : modifiers.contains("lte")
            ? order <= 0
            : modifiers.contains("gt")
                ? order > 0
                : modifiers.contains("gte") ? order >= 0 : order == 0;
  }

  private static BigDecimal number(String text) {
    try {
      return text.length() > 100 ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static BigDecimal timePart(String part, String text) {
    boolean withTime = text.matches("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*");
    if (!withTime && (!text.matches("\\d{4}-\\d\\d-\\d\\d") || "hour minute".contains(part))) {
      return null;
    }
    String complete = withTime ? text.substring(0, 16).replace(' ', 'T') : text + "T00:00";
    LocalDateTime time = LocalDateTime.parse(complete);
    int value =
        switch (part) {
          case "minute" -> time.getMinute();
          case "hour" -> time.getHour();
          case "day" -> time.getDayOfMonth();
          case "week" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
          case "month" -> time.getMonthValue();
          default -> time.getYear();
        };
    return BigDecimal.valueOf(value);
  }

  // --- strings

  private List<Pattern> text(List<String> modifiers, Object value) {
    if (modifiers.contains("re")) {
      int flags =
          (modifiers.contains("i") ? Pattern.CASE_INSENSITIVE : 0)
              | (modifiers.contains("m") ? Pattern.MULTILINE : 0)
              | (modifiers.contains("s") ? Pattern.DOTALL : 0);
      return List.of(Pattern.compile(value.toString(), flags));
    }
    List<String> texts = new ArrayList<>(List.of(beyondAscii(value.toString())));
    for (String modifier : modifiers) {
      List<String> next = new ArrayList<>();
      texts.forEach(text -> next.addAll(transformed(modifier, text)));
      texts = next;
    }
    boolean contains = modifiers.contains("contains");
    String start = contains || modifiers.contains("endswith") ? "" : "\\A";
    String end = contains || modifiers.contains("startswith") ? "" : "\\z";
    int flags =
        Pattern.DOTALL
            | (modifiers.contains("cased") ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return texts.stream().map(text -> Pattern.compile(start + regex(text) + end, flags)).toList();
  }

  private List<String> transformed(String modifier, String text) {
    return switch (modifier) {
      case "expand" -> expanded(text);
      case "windash" -> dashes(text);
      case "base64" -> List.of(base64(text, 0, false));
      case "base64offset" ->
          List.of(base64(text, 0, true), base64(text, 1, true), base64(text, 2, true));
      case "wide", "utf16le" -> List.of(new String(utf16(text), StandardCharsets.ISO_8859_1));
      default -> List.of(text);
    };
  }

  private List<String> expanded(String text) {
    Matcher matcher = Pattern.compile("%(\\w+)%").matcher(text);
    if (!matcher.find()) {
      return List.of(text);
    }
    List<String> results = new ArrayList<>();
    for (String entry : lists.get(matcher.group(1))) {
      results.addAll(
          expanded(text.substring(0, matcher.start()) + entry + text.substring(matcher.end())));
    }
    return results;
  }

  private static List<String> dashes(String text) {
    List<String> results = List.of("");
    for (int i = 0; i < text.length(); i++) {
      boolean dash =
          "-/\u2013\u2014\u2015".indexOf(text.charAt(i)) >= 0
              && (i == 0 || !isWord(text.charAt(i - 1)))
              && i + 1 < text.length()
              && isWord(text.charAt(i + 1));
      List<String> next = new ArrayList<>();
      for (String result : results) {
        for (char c : (dash ? "-/\u2013\u2014\u2015" : "" + text.charAt(i)).toCharArray()) {
          next.add(result + c);
        }
      }
      results = next;
    }
    return results;
  }

  private static boolean isWord(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static String base64(String text, int offset, boolean cut) {
    boolean binary = text.indexOf('\0') >= 0;
    byte[] bytes =
        (" ".repeat(offset) + text)
            .getBytes(binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(bytes);
    if (!cut) {
      return encoded;
    }
    int from = new int[] {0, 2, 3}[offset];
    int drop = new int[] {0, 3, 2}[bytes.length % 3];
    return encoded.substring(Math.min(from, encoded.length() - drop), encoded.length() - drop);
  }

  /** "Escape Character" of the rules specification. */
  private static String regex(String text) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "\\*?".indexOf(text.charAt(i + 1)) >= 0) {
        regex.append(Pattern.quote("" + text.charAt(i + 1)));
        i += 2;
      } else {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + c));
        i++;
      }
    }
    return regex.toString();
  }

  // --- conditions, evaluated as they are read

  private final class Condition {
    private final List<String> words = new ArrayList<>();
    private final Record record;
    private int at;

    Condition(String text, Record record) {
      this.record = record;
      Matcher matcher = Pattern.compile("[()]|[^\\s()]+").matcher(text);
      while (matcher.find()) {
        words.add(matcher.group());
      }
    }

    boolean value() {
      boolean value = or();
      if (at != words.size()) {
        throw new IllegalStateException("not understood: " + words);
      }
      return value;
    }

    private boolean or() {
      boolean value = and();
      while (next("or")) {
        value |= and();
      }
      return value;
    }

    private boolean and() {
      boolean value = not();
      while (next("and")) {
        value &= not();
      }
      return value;
    }

    private boolean not() {
      return next("not") ? !not() : one();
    }

    private boolean one() {
      if (next("(")) {
        boolean value = or();
        next(")");
        return value;
      }
      String word = words.get(at++);
      if (!next("of")) {
        return identifier(detection.get(word), record);
      }
      String pattern = words.get(at++);
      boolean them = pattern.equals("them");
      List<Boolean> values = new ArrayList<>();
      for (Map.Entry<?, ?> entry : detection.entrySet()) {
        String name = entry.getKey().toString();
        boolean chosen = them ? !name.startsWith("_") : name.matches(pattern.replace("*", ".*"));
        if (chosen && !name.equals("condition")) {
          values.add(identifier(entry.getValue(), record));
        }
      }
      return word.equals("all") ? !values.contains(false) : values.contains(true);
    }

    private boolean next(String word) {
      boolean found = at < words.size() && words.get(at).equalsIgnoreCase(word);
      at += found ? 1 : 0;
      return found;
    }
  }
}
