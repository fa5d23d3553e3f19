package dev.tokenresponder.action;

import org.jspecify.annotations.Nullable;

/** An action could not be done. The message says what to do about it and holds no secret. */
public final class ActionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  private ActionException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Trying again later may help: throttling, a fault of the other side, a busy claim. */
  public static ActionException retryable(String message, @Nullable Throwable cause) {
    return new ActionException(message, true, cause);
  }

  /** Trying again cannot help: a missing permission, a malformed request. */
  public static ActionException permanent(String message) {
    return new ActionException(message, false, null);
  }

  /** Trying again cannot help. */
  public static ActionException permanent(String message, Throwable cause) {
    return new ActionException(message, false, cause);
  }

  /** Whether trying again later may help. */
  public boolean isRetryable() {
    return retryable;
  }
}
