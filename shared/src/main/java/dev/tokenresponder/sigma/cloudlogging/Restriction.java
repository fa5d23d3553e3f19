package dev.tokenresponder.sigma.cloudlogging;

import dev.tokenresponder.sigma.Fold;
import dev.tokenresponder.sigma.TextPattern;
import dev.tokenresponder.sigma.ValueTest;
import dev.tokenresponder.sigma.upstream.Necessary;
import dev.tokenresponder.sigma.upstream.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a filter can ask of one field of a log entry. Comparisons ignore case, and of a
 * list of values one is enough (Cloud Logging, "Logging query language", "Comparison operators",
 * "Object and array types", {@code
 * https://cloud.google.com/logging/docs/view/logging-query-language}).
 *
 * @param field the path of the field in the entry
 * @param operator how the text is compared
 * @param without a text that must not be part of the field; empty for none
 */
public record Restriction(String field, Operator operator, String text, String without)
    implements Necessary.Alternative {

  /** Characters that a mark that follows may be composed with, so that they are found no more. */
  private static final String COMPOSABLE = "<=>";

  /** Spells texts in one way, so that equal ones are seen to be. */
  public Restriction {
    text = Fold.fold(text);
  }

  /** The comparisons. */
  public enum Operator {
    EQUALS,
    /** The text is a part of the field. */
    CONTAINS,
    /** The field is there; the text says nothing. */
    EXISTS
  }

  public static Restriction equalTo(String field, String text) {
    return new Restriction(field, Operator.EQUALS, text, "");
  }

  public static Restriction containing(String field, String text) {
    return new Restriction(field, Operator.CONTAINS, text, "");
  }

  public static Restriction existing(String field) {
    return new Restriction(field, Operator.EXISTS, "", "");
  }

  /** The same, unless the field contains {@code part}. */
  public Restriction unless(String part) {
    return new Restriction(field, operator, text, part);
  }

  @Override
  public int length() {
    return field.length() + text.length() + without.length() + 1;
  }

  /** Whether every entry that meets the other one meets this one too. */
  boolean covers(Restriction other) {
    boolean plain = without.isEmpty() || without.equals(other.without);
    return field.equals(other.field)
        && plain
        && switch (operator) {
          case EQUALS -> other.operator == Operator.EQUALS && other.text.equals(text);
          case CONTAINS -> other.operator != Operator.EXISTS && other.text.contains(text);
          case EXISTS -> true;
        };
  }

  /**
   * What a demand means for a text field of the entry that has the very values of the rule's. Both
   * sides are normalized before they are compared (NFKC_Casefold), which may compose the last
   * letter of a part with a mark that follows; so that letter is left away.
   *
   * @param ascii whether there is nothing but ASCII in the field, so that no mark can follow
   */
  public static @Nullable Set<Restriction> literally(String field, ValueTest test, boolean ascii) {
    if (!(test instanceof ValueTest.Text demand)) {
      return null;
    }
    TextPattern pattern = demand.pattern();
    List<String> literals = new ArrayList<>(pattern.literals());
    if (pattern.isPlain()) {
      return literals.isEmpty() || !isSafe(literals.get(0))
          ? null
          : Set.of(equalTo(field, literals.get(0)));
    }
    for (int i = 0; i < literals.size(); i++) {
      boolean last = i == literals.size() - 1 && pattern.endsWithLiteral();
      if (!ascii && !last) {
        literals.set(i, withoutComposable(literals.get(i)));
      }
    }
    return literals.stream()
        .filter(Restriction::isSafe)
        .max(Comparator.comparingInt(String::length))
        .map(literal -> Set.of(containing(field, literal)))
        .orElse(null);
  }

  /** A star in a text might be taken for a wildcard. */
  private static boolean isSafe(String text) {
    return SafeText.is(text) && text.indexOf('*') < 0;
  }

  private static String withoutComposable(String text) {
    char last = text.charAt(text.length() - 1);
    return Character.isLetter(last) || COMPOSABLE.indexOf(last) >= 0
        ? text.substring(0, text.length() - 1)
        : text;
  }
}
