package dev.tokenresponder.sigma;

/** Something in a detection makes no sense; whoever knows the place turns it into a problem. */
final class DetectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String hint;

  DetectionException(String code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  String code() {
    return code;
  }

  String hint() {
    return hint;
  }
}
