package dev.tokenresponder.cli.output;

/** Text from records, fit for a terminal: no control characters, so nothing can steer it. */
public final class Safe {

  private Safe() {}

  /** Every control character as a question mark. */
  public static String text(Object value) {
    return String.valueOf(value).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}
