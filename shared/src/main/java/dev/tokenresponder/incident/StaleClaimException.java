package dev.tokenresponder.incident;

/**
 * A write carried a token that is no longer the latest: the lease ended and somebody else claimed.
 */
public final class StaleClaimException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the action. */
  public StaleClaimException(String action) {
    super("the claim on " + action + " has passed to somebody else");
  }
}
