package dev.tokenresponder.sigma.engine;

/** Something cheap to look for in a record, of which a rule needs at least one to match at all. */
sealed interface Demand {

  /** The field it is about. */
  String field();

  /**
   * A value of the field that equals the text.
   *
   * @param text folded
   */
  record Equal(String field, String text) implements Demand {}

  /**
   * A number in the field.
   *
   * @param text as {@link dev.tokenresponder.sigma.Numbers#canonical} spells it
   */
  record Number(String field, String text) implements Demand {}

  /**
   * Four characters of ASCII somewhere in a value of the field.
   *
   * @param gram the folded characters, the last one in the lowest byte
   */
  record Gram(String field, int gram) implements Demand {

    /** Whether an object's JSON text shows it however it is laid out. */
    boolean isPlainInJson() {
      boolean letter = false;
      for (int shift = 0; shift < 32; shift += 8) {
        char c = (char) (gram >>> shift & 0xff);
        boolean inNumbers = c >= '0' && c <= '9' || "+-.e".indexOf(c) >= 0;
        if (!inNumbers && !(c >= 'a' && c <= 'z') && c != '_' && c != '/') {
          return false;
        }
        letter |= !inNumbers;
      }
      return letter;
    }
  }

  /** The field is there. */
  record Present(String field) implements Demand {}
}
