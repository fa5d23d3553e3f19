package dev.tokenresponder.sigma;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as rules compare them. */
public final class Numbers {
  /** Reading a number takes time in the square of its digits. */
  private static final int LONGEST = 100;

  private static final BigDecimal LARGEST_PLAIN = BigDecimal.TEN.pow(18);

  private Numbers() {}

  /** Beyond it, sums and spellings take time and memory that nobody has. */
  private static final int LARGEST_SCALE = 10_000;

  /** The number that the text spells; null when it spells none, or one beyond use. */
  public static @Nullable BigDecimal parse(CharSequence text) {
    if (text.length() == 0 || text.length() > LONGEST) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text.toString());
      return Math.abs((long) number.scale()) > LARGEST_SCALE ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The one spelling of a number, so that equal numbers have equal texts. */
  public static String canonical(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = number.stripTrailingZeros();
    boolean whole = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 18;
    return whole && stripped.abs().compareTo(LARGEST_PLAIN) < 0
        ? stripped.toPlainString()
        : stripped.toString();
  }
}
