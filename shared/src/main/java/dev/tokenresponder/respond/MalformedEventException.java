package dev.tokenresponder.respond;

/** An event cannot be read, and never will be: it belongs where dead letters go. */
public final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public MalformedEventException(String message) {
    super(message);
  }
}
