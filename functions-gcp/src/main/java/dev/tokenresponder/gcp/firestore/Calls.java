package dev.tokenresponder.gcp.firestore;

import com.google.api.core.ApiFuture;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for calls, but not for ever: the client library goes on trying for a minute and more.
 *
 * @param most how long to wait for one call
 */
record Calls(Duration most) {

  /** The answer to a call. */
  <T> T get(String what, ApiFuture<T> call) {
    try {
      return await(call);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw FirestoreErrors.of(what, e);
    }
  }

  /** Whether a write with a precondition was done. */
  boolean isDone(String what, ApiFuture<?> write) {
    try {
      await(write);
      return true;
    } catch (ExecutionException e) {
      if (FirestoreErrors.isConflict(e)) {
        return false;
      }
      throw FirestoreErrors.of(what, e);
    } catch (TimeoutException | InterruptedException e) {
      throw FirestoreErrors.of(what, e);
    }
  }

  private <T> T await(ApiFuture<T> call)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return call.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      call.cancel(true);
      throw e;
    }
  }
}
