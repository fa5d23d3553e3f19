package dev.tokenresponder.sigma;

import java.util.function.Predicate;

/** A record as rules see it: named fields with any number of values. */
public interface EventView {

  /** Whether the record has the field at all, be its value null or empty. */
  boolean exists(FieldPath field);

  /**
   * Whether any value of the field satisfies the predicate. Array elements count one by one; a
   * value is a {@link String}, a {@link Number} or a {@link Boolean}, and an object counts as its
   * JSON text. JSON null is not a value.
   */
  boolean anyValue(FieldPath field, Predicate<Object> predicate);

  /** Whether any value of any field satisfies the predicate. */
  boolean anyValue(Predicate<Object> predicate);
}
