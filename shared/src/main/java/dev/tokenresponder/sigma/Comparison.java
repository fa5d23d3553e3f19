package dev.tokenresponder.sigma;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a number stands to another. */
public enum Comparison {
  EQ("="),
  NEQ("≠"),
  GT(">"),
  GTE("≥"),
  LT("<"),
  LTE("≤");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** The sign that people know. */
  public String sign() {
    return sign;
  }

  /** The spelling in rules. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The comparison that rules spell so. */
  static Optional<Comparison> of(String label) {
    return Arrays.stream(values()).filter(value -> value.label().equals(label)).findFirst();
  }

  /**
   * Whether it holds.
   *
   * @param order what {@code actual.compareTo(wanted)} says
   */
  public boolean holds(int order) {
    return switch (this) {
      case EQ -> order == 0;
      case NEQ -> order != 0;
      case GT -> order > 0;
      case GTE -> order >= 0;
      case LT -> order < 0;
      case LTE -> order <= 0;
    };
  }
}
