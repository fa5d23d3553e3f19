package dev.tokenresponder.sigma.engine;

import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.Fold;
import dev.tokenresponder.sigma.Numbers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rules demand what of one field. */
final class FieldIndex {
  private static final int LONGEST_PLAIN_NUMBER = 18;

  private final @Nullable RulesByText texts;
  private final @Nullable RulesByText numbers;
  private final @Nullable RulesByGram grams;

  /** Rules to check when the field is there. */
  private final int[] present;

  /** Rules to check when a value is an object, whose text the bytes do not show. */
  private final int[] objects;

  /** All rules that demand a part of a text. */
  private final int[] parts;

  FieldIndex(Map<Demand, List<Integer>> demands) {
    Map<String, List<Integer>> byText = new HashMap<>();
    Map<String, List<Integer>> byNumber = new HashMap<>();
    Map<Integer, List<Integer>> byGram = new HashMap<>();
    List<Integer> whenPresent = new ArrayList<>();
    List<Integer> whenObject = new ArrayList<>();
    List<Integer> allParts = new ArrayList<>();
    demands.forEach(
        (demand, rules) -> {
          if (demand instanceof Demand.Equal equal) {
            byText.put(equal.text(), rules);
            if (equal.text().startsWith("{")) {
              whenObject.addAll(rules);
            }
          } else if (demand instanceof Demand.Number number) {
            byNumber.put(number.text(), rules);
          } else if (demand instanceof Demand.Gram gram) {
            byGram.put(gram.gram(), rules);
            allParts.addAll(rules);
            if (!gram.isPlainInJson()) {
              whenObject.addAll(rules);
            }
          } else {
            whenPresent.addAll(rules);
          }
        });
    texts = byText.isEmpty() ? null : new RulesByText(bytes(byText));
    numbers = byNumber.isEmpty() ? null : new RulesByText(bytes(byNumber));
    grams = byGram.isEmpty() ? null : new RulesByGram(byGram);
    present = ints(whenPresent);
    objects = ints(whenObject);
    parts = ints(allParts);
  }

  private static Map<byte[], List<Integer>> bytes(Map<String, List<Integer>> byText) {
    Map<byte[], List<Integer>> byBytes = new HashMap<>();
    byText.forEach((text, rules) -> byBytes.put(text.getBytes(StandardCharsets.UTF_8), rules));
    return byBytes;
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  void whenPresent(Candidates candidates) {
    candidates.addAll(present);
  }

  /** Adds the rules of which a value meets a demand. */
  void find(Slots slots, int value, Candidates candidates) {
    String own = slots.ownText(value);
    if (own == null && slots.kind(value) == Kind.OBJECT) {
      object(slots.document(), slots.start(value), slots.end(value), candidates);
    } else if (own == null) {
      text(slots.document(), slots.start(value), slots.end(value), slots.kind(value), candidates);
    } else {
      byte[] folded = Fold.fold(own).getBytes(StandardCharsets.UTF_8);
      text(folded, 0, folded.length, slots.kind(value), candidates);
    }
  }

  private void text(byte[] bytes, int start, int end, Kind kind, Candidates candidates) {
    if (texts != null) {
      add(texts.find(bytes, start, end), candidates);
    }
    if (grams != null) {
      grams.find(bytes, start, end, candidates);
    }
    if (numbers != null && kind != Kind.BOOLEAN && end > start) {
      number(numbers, bytes, start, end, candidates);
    }
  }

  private static void number(
      RulesByText numbers, byte[] bytes, int start, int end, Candidates candidates) {
    if (isPlainNumber(bytes, start, end)) {
      add(numbers.find(bytes, start, end), candidates);
      return;
    }
    byte first = bytes[start];
    if (first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.' || first < 0) {
      BigDecimal number =
          Numbers.parse(new String(bytes, start, end - start, StandardCharsets.UTF_8));
      if (number != null) {
        byte[] canonical = Numbers.canonical(number).getBytes(StandardCharsets.UTF_8);
        add(numbers.find(canonical, 0, canonical.length), candidates);
      }
    }
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

  /** Adds the rules that demand something of the whole record. */
  void everywhere(Slots slots, Candidates candidates) {
    if (slots.isScanned()) {
      object(slots.document(), 0, slots.document().length, candidates);
    } else {
      candidates.addAll(parts);
    }
  }

  private void object(byte[] bytes, int start, int end, Candidates candidates) {
    candidates.addAll(objects);
    if (grams != null) {
      if (isPlainJson(bytes, start, end)) {
        grams.find(bytes, start, end, candidates);
      } else {
        candidates.addAll(parts);
      }
    }
  }

  private static boolean isPlainJson(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      if (bytes[at] < 0 || bytes[at] == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void add(int @Nullable [] rules, Candidates candidates) {
    if (rules != null) {
      candidates.addAll(rules);
    }
  }
}
