package dev.tokenresponder.connectors.saas;

import dev.tokenresponder.action.ActionException;
import java.util.function.BooleanSupplier;

/** Looks again until a change shows, a bounded number of times. */
public final class ReadBack {
  private static final int TRIES = 4;
  private static final long PAUSE_MILLIS = 250;

  private ReadBack() {}

  /**
   * Waits until {@code shows}.
   *
   * @param what what should show, for the message
   * @throws ActionException as retryable when it does not show within about a second
   */
  public static void until(BooleanSupplier shows, String what) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      if (shows.getAsBoolean()) {
        return;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw ActionException.retryable("interrupted while waiting", e);
      }
    }
    throw ActionException.retryable(what + " cannot be read back yet", null);
  }
}
