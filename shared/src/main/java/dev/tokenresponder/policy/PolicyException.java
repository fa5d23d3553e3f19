package dev.tokenresponder.policy;

/** The policy cannot be used, so nothing may be done to anyone; the message says what to mend. */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the policy and where. */
  public PolicyException(String message) {
    super(message);
  }

  /** Says what is wrong with the policy and where. */
  public PolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
