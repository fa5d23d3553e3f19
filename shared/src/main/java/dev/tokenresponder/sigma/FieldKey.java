package dev.tokenresponder.sigma;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The left side of a detection item: a field name, which may be empty, and its modifiers. */
record FieldKey(String field, Set<Modifier> modifiers) {

  /** The value modifiers of the Sigma modifiers appendix that this engine knows. */
  enum Modifier {
    ALL,
    CASED,
    CIDR,
    CONTAINS,
    ENDSWITH,
    EXISTS,
    I,
    M,
    RE,
    S,
    STARTSWITH;

    private static final Set<Modifier> SHAPES =
        EnumSet.of(CIDR, CONTAINS, ENDSWITH, EXISTS, RE, STARTSWITH);
    private static final Set<Modifier> REGEX_FLAGS = EnumSet.of(I, M, S);

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code field|modifier|modifier}.
   *
   * @throws IllegalArgumentException for an unknown modifier or a combination without a meaning
   */
  static FieldKey parse(String key) {
    String[] parts = key.split("\\|", -1);
    Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
    for (int i = 1; i < parts.length; i++) {
      modifiers.add(modifier(parts[i]));
    }
    Set<Modifier> shapes = EnumSet.copyOf(Modifier.SHAPES);
    shapes.retainAll(modifiers);
    if (shapes.size() > 1) {
      throw new IllegalArgumentException(
          "the modifiers " + labels(shapes) + " of '" + key + "' exclude each other");
    }
    Set<Modifier> flags = EnumSet.copyOf(Modifier.REGEX_FLAGS);
    flags.retainAll(modifiers);
    if (!flags.isEmpty() && !modifiers.contains(Modifier.RE)) {
      throw new IllegalArgumentException("the modifiers " + labels(flags) + " only follow 're'");
    }
    return new FieldKey(parts[0], modifiers);
  }

  boolean has(Modifier modifier) {
    return modifiers.contains(modifier);
  }

  private static Modifier modifier(String name) {
    for (Modifier modifier : Modifier.values()) {
      if (modifier.label().equals(name)) {
        return modifier;
      }
    }
    throw new IllegalArgumentException(
        "unknown modifier '" + name + "'; known are " + labels(EnumSet.allOf(Modifier.class)));
  }

  private static String labels(Set<Modifier> modifiers) {
    return Arrays.stream(modifiers.toArray(new Modifier[0]))
        .map(Modifier::label)
        .collect(Collectors.joining(", "));
  }
}
