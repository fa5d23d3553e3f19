package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a detection does or does not match a record, as a tree.
 *
 * @param text what is demanded and, for a field, what the record has
 * @param holds whether the demand is met
 * @param parts the demands it is made of
 */
public record Explanation(String text, boolean holds, List<Explanation> parts) {
  private static final int MOST_VALUES = 3;
  private static final int LONGEST_VALUE = 80;

  public Explanation {
    parts = List.copyOf(parts);
  }

  /** Explains a detection's verdict on a record. */
  public static Explanation of(Detection detection, EventView record) {
    if (detection instanceof Detection.Named named) {
      return group(named.name(), detection, List.of(named.part()), record);
    }
    if (detection instanceof Detection.AllOf all) {
      return group("all of", detection, all.parts(), record);
    }
    if (detection instanceof Detection.AnyOf any) {
      return group("any of", detection, any.parts(), record);
    }
    if (detection instanceof Detection.Not not) {
      return group("not", detection, List.of(not.part()), record);
    }
    boolean holds = detection.matches(record);
    if (detection instanceof Detection.Field leaf) {
      String text = leaf.field() + " " + leaf.test().describe() + "; " + has(leaf, record);
      return new Explanation(text, holds, List.of());
    }
    String keyword = ((Detection.Keyword) detection).test().describe();
    return new Explanation("some value or name " + keyword, holds, List.of());
  }

  private static Explanation group(
      String text, Detection detection, List<Detection> parts, EventView record) {
    List<Explanation> explained = new ArrayList<>();
    parts.forEach(part -> explained.add(of(part, record)));
    return new Explanation(text, detection.matches(record), explained);
  }

  private static String has(Detection.Field leaf, EventView record) {
    List<String> texts = new ArrayList<>();
    values(leaf.field(), record, texts);
    String own = describe(leaf.field(), record, texts);
    if (leaf.test() instanceof ValueTest.SameAs same) {
      List<String> others = new ArrayList<>();
      values(same.other(), record, others);
      return own + ", " + same.other() + ": " + describe(same.other(), record, others);
    }
    return own;
  }

  private static void values(FieldPath field, EventView record, List<String> texts) {
    record.anyValue(
        field,
        (text, kind) -> {
          texts.add(shortened(text));
          return texts.size() > MOST_VALUES;
        });
  }

  private static String describe(FieldPath field, EventView record, List<String> texts) {
    if (texts.isEmpty()) {
      return record.exists(field) ? "it is null or empty" : "it is absent";
    }
    String more = texts.size() > MOST_VALUES ? " and more" : "";
    return "it is "
        + String.join(", ", texts.subList(0, Math.min(MOST_VALUES, texts.size())))
        + more;
  }

  private static String shortened(CharSequence text) {
    return text.length() > LONGEST_VALUE
        ? "'" + text.subSequence(0, LONGEST_VALUE) + "…'"
        : "'" + text + "'";
  }
}
