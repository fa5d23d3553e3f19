package dev.tokenresponder.sigma;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every value modifier of the Sigma modifiers appendix 2.1. */
enum Modifier {
  ALL,
  BASE64,
  BASE64OFFSET,
  CASED,
  CIDR,
  CONTAINS,
  DAY,
  ENDSWITH,
  EXISTS,
  EXPAND,
  FIELDREF,
  GT,
  GTE,
  HOUR,
  I,
  LT,
  LTE,
  M,
  MINUTE,
  MONTH,
  NEQ,
  RE,
  S,
  STARTSWITH,
  UTF16,
  UTF16BE,
  UTF16LE,
  WEEK,
  WIDE,
  WINDASH,
  YEAR;

  /** How a string is compared. */
  static final Set<Modifier> SHAPES = EnumSet.of(CONTAINS, ENDSWITH, STARTSWITH);

  /** What makes a value something else than a string. */
  static final Set<Modifier> TYPES = EnumSet.of(CIDR, EXISTS, FIELDREF, RE);

  /** How a number is compared. */
  static final Set<Modifier> COMPARISONS = EnumSet.of(GT, GTE, LT, LTE);

  /** Which part of a date is compared. */
  static final Set<Modifier> TIME_PARTS = EnumSet.of(MINUTE, HOUR, DAY, WEEK, MONTH, YEAR);

  /** What changes a string before it is compared, in the order of writing. */
  static final Set<Modifier> TRANSFORMATIONS =
      EnumSet.of(BASE64, BASE64OFFSET, UTF16, UTF16BE, UTF16LE, WIDE, WINDASH);

  /** What only follows {@code re}. */
  static final Set<Modifier> REGEX_FLAGS = EnumSet.of(I, M, S);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Modifier> of(String label) {
    return Arrays.stream(values()).filter(modifier -> modifier.label().equals(label)).findFirst();
  }

  static String labels(Set<Modifier> modifiers) {
    return modifiers.stream().map(Modifier::label).collect(Collectors.joining(", "));
  }
}
