package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again until a change shows; the directory has replicas, which may lag behind. */
final class ReadBack {
  private static final int TRIES = 5;
  private static final long PAUSE_MILLIS = 200;

  private ReadBack() {}

  /**
   * Waits until {@code shows}.
   *
   * @throws ActionException as retryable when it does not show within about a second
   */
  static void until(BooleanSupplier shows, String what) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      if (shows.getAsBoolean()) {
        return;
      }
      pause();
    }
    throw ActionException.retryable(what + " cannot be read back yet", null);
  }

  /**
   * Waits until nothing is left.
   *
   * @param left what is not yet as it should be
   * @throws ActionException as retryable when there still is something after about a second; names
   *     it
   */
  static void untilNone(Supplier<List<String>> left, String what) {
    List<String> rest = left.get();
    for (int attempt = 1; attempt < TRIES && !rest.isEmpty(); attempt++) {
      pause();
      rest = left.get();
    }
    if (!rest.isEmpty()) {
      throw ActionException.retryable(what + ": " + String.join("; ", rest), null);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ActionException.retryable("interrupted while waiting", e);
    }
  }
}
