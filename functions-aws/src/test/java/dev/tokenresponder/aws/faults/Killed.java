package dev.tokenresponder.aws.faults;

/** The process ended here. An error, so that nothing under test can take it for a failure. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String step) {
    super("killed at " + step);
  }
}
