package dev.tokenresponder.sigma;

import com.google.re2j.Pattern;
import dev.tokenresponder.net.Cidr;
import dev.tokenresponder.sigma.EventView.Kind;
import dev.tokenresponder.sigma.EventView.ValuePredicate;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one value of a rule demands of one field of a record. */
public sealed interface ValueTest {

  /** Whether the field meets the demand. */
  boolean matches(EventView event, FieldPath field);

  /** What is demanded, for people; stands behind the name of the field. */
  String describe();

  /** A demand on a single value, which any value of the field may meet. */
  sealed interface OnValue extends ValueTest, ValuePredicate {
    @Override
    default boolean matches(EventView event, FieldPath field) {
      return event.anyValue(field, this);
    }
  }

  /** A string, with wildcards. Numbers and booleans of the record are compared as text. */
  record Text(TextPattern pattern) implements OnValue {
    @Override
    public boolean accepts(CharSequence text, Kind kind) {
      return pattern.matches(text);
    }

    @Override
    public String describe() {
      return (pattern.isCased() ? "is exactly '" : "is '") + pattern + "'";
    }
  }

  /** A number that stands in a relation to another; a string that spells a number counts. */
  record Compared(Comparison comparison, BigDecimal number) implements OnValue {
    @Override
    public boolean accepts(CharSequence text, Kind kind) {
      BigDecimal actual = kind == Kind.BOOLEAN ? null : Numbers.parse(text);
      return actual != null && comparison.holds(actual.compareTo(number));
    }

    @Override
    public String describe() {
      return comparison.sign() + " " + number;
    }
  }

  /** A part of a date, as the record writes it, that stands in a relation to a number. */
  record TimePart(DatePart part, Comparison comparison, BigDecimal number) implements OnValue {
    @Override
    public boolean accepts(CharSequence text, Kind kind) {
      @Nullable Integer actual = kind == Kind.TEXT ? part.of(text) : null;
      return actual != null && comparison.holds(BigDecimal.valueOf(actual).compareTo(number));
    }

    @Override
    public String describe() {
      return "has a " + part.label() + " " + comparison.sign() + " " + number;
    }
  }

  /** A regular expression, found anywhere in the value, in time linear to its length (RE2). */
  record Regex(Pattern pattern) implements OnValue {
    @Override
    public boolean accepts(CharSequence text, Kind kind) {
      return pattern.matcher(text).find();
    }

    @Override
    public String describe() {
      return "matches /" + pattern.pattern() + "/";
    }
  }

  /** An address range. */
  record Range(Cidr cidr) implements OnValue {
    @Override
    public boolean accepts(CharSequence text, Kind kind) {
      return cidr.contains(text);
    }

    @Override
    public String describe() {
      return "is in " + cidr;
    }
  }

  /** The field is absent or null. */
  record Nothing() implements ValueTest {
    private static final ValuePredicate ANY = (text, kind) -> true;

    @Override
    public boolean matches(EventView event, FieldPath field) {
      return !event.anyValue(field, ANY);
    }

    @Override
    public String describe() {
      return "is null or absent";
    }
  }

  /** The field is there, whatever its value, or is not. */
  record Existence(boolean expected) implements ValueTest {
    @Override
    public boolean matches(EventView event, FieldPath field) {
      return event.exists(field) == expected;
    }

    @Override
    public String describe() {
      return expected ? "exists" : "does not exist";
    }
  }

  /** Some value of the field stands in a relation to some value of another field. */
  record SameAs(FieldPath other, Likeness likeness, boolean cased) implements ValueTest {
    /** So many values of the other field are looked for within each value of the first. */
    private static final int MOST_REFERENCES = 100;

    @Override
    public boolean matches(EventView event, FieldPath field) {
      Set<String> references = new LinkedHashSet<>();
      boolean equal = likeness == Likeness.EQUALS;
      event.anyValue(
          other,
          (text, kind) -> {
            references.add(spelling(text));
            return !equal && references.size() >= MOST_REFERENCES;
          });
      return event.anyValue(
          field,
          (text, kind) -> {
            String value = spelling(text);
            return equal
                ? references.contains(value)
                : references.stream().anyMatch(reference -> likeness.holds(value, reference));
          });
    }

    private String spelling(CharSequence text) {
      return cased ? text.toString() : Fold.fold(text);
    }

    @Override
    public String describe() {
      return likeness.label() + " the value of " + other;
    }
  }
}
