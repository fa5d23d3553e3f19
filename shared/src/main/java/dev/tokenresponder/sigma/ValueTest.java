package dev.tokenresponder.sigma;

import com.google.re2j.Pattern;
import dev.tokenresponder.net.Cidr;
import java.math.BigDecimal;

/** What one value of a rule demands of one field of a record. */
sealed interface ValueTest {

  boolean matches(EventView event, FieldPath field);

  /** A demand on a single value, which any value of the field may meet. */
  sealed interface OnValue extends ValueTest {
    boolean accepts(Object value);

    @Override
    default boolean matches(EventView event, FieldPath field) {
      return event.anyValue(field, this::accepts);
    }
  }

  /** A string, with wildcards. Numbers and booleans of the record are compared as text. */
  record Text(TextPattern pattern) implements OnValue {
    @Override
    public boolean accepts(Object value) {
      return pattern.matches(value.toString());
    }
  }

  /** A number; a string of the record that spells the same number counts. */
  record Numeric(BigDecimal number) implements OnValue {
    /** Reading a number takes time in the square of its digits. */
    private static final int LONGEST = 100;

    @Override
    public boolean accepts(Object value) {
      String text = value.toString();
      if (value instanceof Boolean || text.length() > LONGEST) {
        return false;
      }
      try {
        return new BigDecimal(text).compareTo(number) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /** A regular expression, found anywhere in the value, in time linear to its length (RE2). */
  record Regex(Pattern pattern) implements OnValue {
    @Override
    public boolean accepts(Object value) {
      return pattern.matcher(value.toString()).find();
    }
  }

  /** An address range. */
  record Range(Cidr cidr) implements OnValue {
    @Override
    public boolean accepts(Object value) {
      return cidr.contains(value.toString());
    }
  }

  /** The field is absent or null. */
  record Nothing() implements ValueTest {
    @Override
    public boolean matches(EventView event, FieldPath field) {
      return !event.anyValue(field, value -> true);
    }
  }

  /** The field is there, whatever its value, or is not. */
  record Existence(boolean expected) implements ValueTest {
    @Override
    public boolean matches(EventView event, FieldPath field) {
      return event.exists(field) == expected;
    }
  }
}
