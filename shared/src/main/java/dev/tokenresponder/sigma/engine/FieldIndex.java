package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.Comparison;
import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.Fold;
import dev.tokenresponder.sigma.Numbers;
import dev.tokenresponder.sigma.TextPattern;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.engine.Demands.Demand;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds which demands on one field a value meets, without trying each. */
final class FieldIndex implements LiteralScanner.Sink {
  private static final int LONGEST_PLAIN_NUMBER = 18;
  private static final int LONGEST_LITERAL = 64;

  /** What the literals of one field may add up to, since the automaton's table grows with it. */
  private static final int MOST_CHARACTERS = 80_000;

  private final @Nullable TextTable texts;
  private final @Nullable TextTable numbers;
  private final @Nullable LiteralScanner literals;
  private final Part[][] parts;

  /** Demands that no index helps with: tried whenever the field is there. */
  private final int[] others;

  /** Whether an object's JSON text may equal a text, or hold a literal that its layout hides. */
  private final boolean readsObjects;

  /** How the place of a literal tells whether the demand is met. */
  private enum Place {
    ANYWHERE,
    START,
    END,
    /** It only may be: the pattern has to be tried. */
    TRY
  }

  private record Part(int demand, Place place, int length) {}

  /** Whether demands of this kind are found without trying each. */
  static boolean indexes(Demand demand) {
    return demand.test() instanceof ValueTest.Text text && !text.pattern().literals().isEmpty()
        || demand.test() instanceof ValueTest.Text empty && empty.pattern().isPlain()
        || demand.test() instanceof ValueTest.Compared compared
            && compared.comparison() == Comparison.EQ;
  }

  /**
   * @param demands on this field that some rule waits for, by number
   */
  FieldIndex(Map<Integer, Demand> demands) {
    Map<String, List<Integer>> byText = new HashMap<>();
    Map<String, List<Integer>> byNumber = new HashMap<>();
    Map<String, List<Part>> byLiteral = new HashMap<>();
    List<Integer> rest = new ArrayList<>();
    int longestLiteral =
        Math.max(2, Math.min(LONGEST_LITERAL, MOST_CHARACTERS / Math.max(1, demands.size())));
    demands.forEach(
        (number, demand) -> {
          if (!indexes(demand)) {
            rest.add(number);
          } else if (demand.test() instanceof ValueTest.Text text) {
            TextPattern pattern = text.pattern();
            if (pattern.isPlain() && !demand.isKeyword()) {
              byText.computeIfAbsent(whole(pattern), t -> new ArrayList<>()).add(number);
            } else {
              String literal = longest(pattern, longestLiteral);
              byLiteral
                  .computeIfAbsent(literal, l -> new ArrayList<>())
                  .add(new Part(number, place(pattern, literal), literal.length()));
            }
          } else {
            BigDecimal wanted = ((ValueTest.Compared) demand.test()).number();
            byNumber.computeIfAbsent(Numbers.canonical(wanted), t -> new ArrayList<>()).add(number);
          }
        });
    texts = byText.isEmpty() ? null : table(byText);
    numbers = byNumber.isEmpty() ? null : table(byNumber);
    List<String> order = new ArrayList<>(byLiteral.keySet());
    literals =
        order.isEmpty()
            ? null
            : new LiteralScanner(order.stream().map(FieldIndex::utf8).collect(Collectors.toList()));
    parts = order.stream().map(l -> partsOf(byLiteral, l)).toArray(Part[][]::new);
    others = rest.stream().mapToInt(Integer::intValue).toArray();
    readsObjects =
        byText.keySet().stream().anyMatch(text -> text.startsWith("{"))
            || !order.stream().allMatch(FieldIndex::isPlainInJson);
  }

  private static Part[] partsOf(Map<String, List<Part>> byLiteral, String literal) {
    return Objects.requireNonNull(byLiteral.get(literal)).toArray(new Part[0]);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TextTable table(Map<String, List<Integer>> byText) {
    Map<byte[], List<Integer>> byBytes = new HashMap<>();
    byText.forEach((text, demands) -> byBytes.put(utf8(text), demands));
    return new TextTable(byBytes);
  }

  private static String whole(TextPattern pattern) {
    return pattern.literals().isEmpty() ? "" : Fold.fold(pattern.literals().get(0));
  }

  private static String longest(TextPattern pattern, int most) {
    String longest = "";
    for (String literal : pattern.literals()) {
      longest = literal.length() > longest.length() ? literal : longest;
    }
    return Fold.fold(longest.substring(0, Math.min(longest.length(), most)));
  }

  private static Place place(TextPattern pattern, String literal) {
    List<String> all = pattern.literals();
    boolean ascii = literal.chars().allMatch(c -> c < 128);
    if (pattern.isCased() || all.size() != 1 || !all.get(0).equals(literal) || !ascii) {
      return Place.TRY;
    }
    String text = pattern.toString();
    boolean star = text.equals("*" + literal + "*");
    return star && plain(literal)
        ? Place.ANYWHERE
        : text.equals(literal + "*") && plain(literal)
            ? Place.START
            : text.equals("*" + literal) && plain(literal) ? Place.END : Place.TRY;
  }

  /** Whether the pattern's own spelling leaves the literal as it is. */
  private static boolean plain(String literal) {
    return literal.indexOf('*') < 0 && literal.indexOf('?') < 0 && literal.indexOf('\\') < 0;
  }

  /** Whether a JSON text shows it however it is laid out: no structure, no number, no escape. */
  private static boolean isPlainInJson(String literal) {
    boolean inNumbers = true;
    for (char c : literal.toCharArray()) {
      if (c < ' ' || c > '~' || "{}[]:,\"\\".indexOf(c) >= 0) {
        return false;
      }
      inNumbers &= c >= '0' && c <= '9' || "+-.e".indexOf(c) >= 0;
    }
    return !inNumbers;
  }

  /** Tries what no index helps with. */
  void whenPresent(Answers answers) {
    for (int demand : others) {
      answers.meetIfMet(demand);
    }
  }

  /** Notes the demands that a value meets. */
  void find(Answers answers, int value) {
    Slots slots = answers.slots();
    answers.turnTo(value);
    Kind kind = slots.kind(value);
    if (kind == Kind.OBJECT && slots.isSpan(value)) {
      byte[] bytes = slots.bytes(value);
      if (!mayHold(bytes, slots.start(value), slots.end(value))) {
        return;
      }
      slots.text(value);
    }
    if (slots.isSpan(value)) {
      text(answers, slots.bytes(value), slots.start(value), slots.end(value), kind);
    } else {
      byte[] folded = utf8(Fold.fold(slots.text(value)));
      text(answers, folded, 0, folded.length, kind);
    }
  }

  private void text(Answers answers, byte[] bytes, int start, int end, Kind kind) {
    if (texts != null) {
      int[] found = texts.find(bytes, start, end);
      if (found != null) {
        for (int demand : found) {
          answers.meetIfValueDoes(demand);
        }
      }
    }
    if (literals != null) {
      literals.scan(bytes, start, end, answers, this);
    }
    if (numbers != null && kind != Kind.BOOLEAN && end > start) {
      number(answers, numbers, bytes, start, end);
    }
  }

  @Override
  public void found(Answers answers, int literal, int start, int at, int end) {
    for (Part part : parts[literal]) {
      boolean sure =
          switch (part.place()) {
            case ANYWHERE -> true;
            case START -> at - part.length() == start;
            case END -> at == end;
            case TRY -> false;
          };
      if (sure) {
        answers.meet(part.demand());
      } else if (part.place() == Place.TRY) {
        answers.meetIfValueDoes(part.demand());
      }
    }
  }

  private static void number(Answers answers, TextTable numbers, byte[] bytes, int start, int end) {
    int[] found = null;
    if (isPlainNumber(bytes, start, end)) {
      found = numbers.find(bytes, start, end);
    } else if (mayBeNumber(bytes[start])) {
      BigDecimal number =
          Numbers.parse(new String(bytes, start, end - start, StandardCharsets.UTF_8));
      if (number != null) {
        byte[] canonical = utf8(Numbers.canonical(number));
        found = numbers.find(canonical, 0, canonical.length);
      }
    }
    if (found != null) {
      for (int demand : found) {
        answers.meet(demand);
      }
    }
  }

  private static boolean mayBeNumber(byte first) {
    return first >= '0' && first <= '9'
        || first == '-'
        || first == '+'
        || first == '.'
        || first < 0;
  }

  /** Digits without a leading zero: its own canonical spelling. */
  private static boolean isPlainNumber(byte[] bytes, int start, int end) {
    if (end - start > LONGEST_PLAIN_NUMBER || bytes[start] == '0' && end > start + 1) {
      return false;
    }
    for (int at = start; at < end; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return false;
      }
    }
    return true;
  }

  /** Tries the keywords of which the record may hold one. */
  void everywhere(Answers answers) {
    Slots slots = answers.slots();
    byte[] document = slots.document();
    if (!slots.isScanned() || mayHold(document, 0, document.length)) {
      for (Part[] sameLiteral : parts) {
        for (Part part : sameLiteral) {
          answers.meetIfMet(part.demand());
        }
      }
    }
  }

  /** Whether the JSON text of an object may equal a text or hold a literal. */
  private boolean mayHold(byte[] bytes, int start, int end) {
    return readsObjects
        || literals != null
            && (literals.finds(bytes, start, end) || !isPlainJson(bytes, start, end));
  }

  private static boolean isPlainJson(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      if (bytes[at] < 0 || bytes[at] == '\\') {
        return false;
      }
    }
    return true;
  }
}
