package dev.tokenresponder.decode;

/**
 * A record cannot be read; the message says what is wrong with it and quotes none of its values.
 */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public MalformedRecordException(String message) {
    super(message);
  }
}
