package dev.tokenresponder.sigma;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The left side of a detection item: a field name, which may be empty, and its modifiers.
 *
 * @param modifiers in the order of writing, which is the order of transformations
 */
record FieldKey(String field, List<Modifier> modifiers) {

  /**
   * Reads {@code field|modifier|modifier}.
   *
   * @throws DetectionException for an unknown modifier or a combination without a meaning
   */
  static FieldKey parse(String key) {
    String[] parts = key.split("\\|", -1);
    List<Modifier> modifiers =
        Stream.of(parts).skip(1).map(FieldKey::modifier).collect(Collectors.toList());
    FieldKey parsed = new FieldKey(parts[0], List.copyOf(modifiers));
    parsed.refuseNonsense(key);
    return parsed;
  }

  boolean has(Modifier modifier) {
    return modifiers.contains(modifier);
  }

  FieldKey with(Modifier modifier) {
    List<Modifier> more = new ArrayList<>(modifiers);
    more.add(modifier);
    return new FieldKey(field, List.copyOf(more));
  }

  /** Those of a group that the key has. */
  Set<Modifier> of(Set<Modifier> group) {
    Set<Modifier> present = EnumSet.copyOf(group);
    present.retainAll(modifiers);
    return present;
  }

  private void refuseNonsense(String key) {
    Set<Modifier> kinds = of(Modifier.TYPES);
    kinds.addAll(of(Modifier.COMPARISONS));
    if (!kinds.contains(Modifier.FIELDREF)) {
      kinds.addAll(of(Modifier.SHAPES));
    }
    Set<Modifier> times = of(Modifier.TIME_PARTS);
    Set<Modifier> besideTime = EnumSet.copyOf(kinds);
    besideTime.removeAll(Modifier.COMPARISONS);
    if (kinds.size() > 1 || of(Modifier.SHAPES).size() > 1 || times.size() > 1) {
      throw exclusive(key, kinds, of(Modifier.SHAPES), times);
    }
    if (!times.isEmpty() && !besideTime.isEmpty()) {
      throw exclusive(key, times, besideTime);
    }
    boolean textOnly = kinds.isEmpty() || !of(Modifier.SHAPES).isEmpty();
    Set<Modifier> changes = of(Modifier.TRANSFORMATIONS);
    if (!changes.isEmpty() && (!textOnly || !times.isEmpty() || has(Modifier.FIELDREF))) {
      throw exclusive(key, changes, kinds, times);
    }
    Set<Modifier> typed = of(Modifier.TYPES);
    typed.addAll(of(Modifier.COMPARISONS));
    typed.addAll(times);
    if (has(Modifier.EXPAND) && !typed.isEmpty()) {
      throw exclusive(key, EnumSet.of(Modifier.EXPAND), typed);
    }
    Set<Modifier> flags = of(Modifier.REGEX_FLAGS);
    if (!flags.isEmpty() && !has(Modifier.RE)) {
      throw new DetectionException(
          "modifier-combination",
          "the modifiers " + Modifier.labels(flags) + " only follow 're'",
          "write '" + field + "|re|" + flags.iterator().next().label() + "'");
    }
    if (modifiers.size() != Set.copyOf(modifiers).size()) {
      throw new DetectionException(
          "modifier-combination", "'" + key + "' repeats a modifier", "name each once");
    }
  }

  @SafeVarargs
  private static DetectionException exclusive(String key, Set<Modifier>... groups) {
    Set<Modifier> all = EnumSet.noneOf(Modifier.class);
    for (Set<Modifier> group : groups) {
      all.addAll(group);
    }
    return new DetectionException(
        "modifier-combination",
        "the modifiers " + Modifier.labels(all) + " of '" + key + "' exclude each other",
        "use one of them, or give each its own search identifier");
  }

  private static Modifier modifier(String name) {
    return Modifier.of(name)
        .orElseThrow(
            () ->
                new DetectionException(
                    "unknown-modifier",
                    "unknown modifier '" + name + "'",
                    "known are " + Modifier.labels(EnumSet.allOf(Modifier.class))));
  }
}
