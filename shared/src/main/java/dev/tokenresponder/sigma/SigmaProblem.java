package dev.tokenresponder.sigma;

/**
 * Something wrong in a rule file.
 *
 * @param file the file as the user named it
 * @param line counted from 1
 * @param column counted from 1
 * @param message what is wrong and what to write instead
 */
public record SigmaProblem(String file, int line, int column, String message) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
