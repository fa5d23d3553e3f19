package dev.tokenresponder.sigma;

import java.util.Locale;

/**
 * Something wrong in a rule file.
 *
 * @param file the file as the user named it
 * @param line counted from 1
 * @param column counted from 1
 * @param code a stable name for this kind of problem
 * @param message what is wrong
 * @param hint what to do about it; may be empty
 */
public record SigmaProblem(
    String file,
    int line,
    int column,
    Severity severity,
    String code,
    String message,
    String hint) {

  /** How bad it is. */
  public enum Severity {
    /** The document cannot be used. */
    ERROR,
    /** It can, but somebody should look. */
    WARNING;

    /** The spelling in output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A problem that stops the use of a document. */
  public static SigmaProblem error(
      String file, int line, int column, String code, String message, String hint) {
    return new SigmaProblem(file, line, column, Severity.ERROR, code, message, hint);
  }

  /** Whether it stops the use of a document. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    String advice = hint.isEmpty() ? "" : " (" + hint + ")";
    return file + ":" + line + ":" + column + ": " + message + advice + " [" + code + "]";
  }
}
