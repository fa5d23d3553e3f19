package dev.tokenresponder.sigma;

import java.util.Arrays;
import java.util.List;

/**
 * The name of a field, prepared for look-ups in nested records: {@code a.b.c} is found as {@code
 * {"a":{"b":{"c":…}}}}, as {@code {"a.b":{"c":…}}} and so on.
 */
public final class FieldPath {
  /** The most dots and one: the look-ups that a name allows grow with the square of its parts. */
  static final int MOST_SEGMENTS = 32;

  private final String name;
  private final String[][] keys;

  private FieldPath(String name, String[][] keys) {
    this.name = name;
    this.keys = keys;
  }

  /** Prepares the field {@code name} as a rule spells it. */
  public static FieldPath of(String name) {
    List<String> segments = Arrays.asList(name.split("\\.", -1));
    int size = segments.size();
    String[][] keys = new String[size][];
    for (int from = 0; from < size; from++) {
      keys[from] = new String[size - from];
      for (int to = from + 1; to <= size; to++) {
        keys[from][to - from - 1] = String.join(".", segments.subList(from, to));
      }
    }
    return new FieldPath(name, keys);
  }

  /** The field as the rule spells it. */
  public String name() {
    return name;
  }

  /** The keys to try from segment {@code from} on, the shortest first; see {@link JsonView}. */
  public String[] keysFrom(int from) {
    return keys[from].clone();
  }

  /** The number of segments. */
  public int length() {
    return keys.length;
  }

  String[] keys(int from) {
    return keys[from];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath that && that.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
