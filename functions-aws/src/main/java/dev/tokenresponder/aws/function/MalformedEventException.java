package dev.tokenresponder.aws.function;

/** An event cannot be read; failing the invocation takes it to the dead-letter queue. */
final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedEventException(String message) {
    super(message);
  }
}
