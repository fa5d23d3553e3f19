package dev.tokenresponder.sigma;

/** A record as rules see it: named fields with any number of values. */
public interface EventView {

  /** What a value was before it became text. */
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    /** A whole object, whose text is its JSON. */
    OBJECT
  }

  /** Looks at one value. */
  @FunctionalInterface
  interface ValuePredicate {
    /**
     * @param text valid during the call only
     */
    boolean accepts(CharSequence text, Kind kind);
  }

  /** Whether the record has the field at all, be its value null or empty. */
  boolean exists(FieldPath field);

  /**
   * Whether any value of the field satisfies the predicate. Array elements count one by one; JSON
   * null is not a value.
   */
  boolean anyValue(FieldPath field, ValuePredicate predicate);

  /** Whether any value, or the name, of any field satisfies the predicate. */
  boolean anywhere(ValuePredicate predicate);
}
