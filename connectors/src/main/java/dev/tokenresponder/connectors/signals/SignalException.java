package dev.tokenresponder.connectors.signals;

import org.jspecify.annotations.Nullable;

/**
 * Nothing can be made of a token. The message is fixed text: nothing of the token is in it.
 *
 * <p>With an error the token is refused; without one it is in order, but tells nothing that a
 * record has a place for.
 */
final class SignalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable SetError error;

  private SignalException(@Nullable SetError error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  static SignalException refused(SetError error, String message) {
    return new SignalException(error, message);
  }

  static SignalException malformed(String message) {
    return new SignalException(SetError.INVALID_REQUEST, message);
  }

  static SignalException ignored(String message) {
    return new SignalException(null, message);
  }

  @Nullable SetError error() {
    return error;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
