package dev.tokenresponder.cli;

/** Who runs the command. */
final class Person {
  private Person() {}

  /** The name that the operating system gives. */
  static String atHand() {
    return System.getProperty("user.name", "somebody");
  }
}
