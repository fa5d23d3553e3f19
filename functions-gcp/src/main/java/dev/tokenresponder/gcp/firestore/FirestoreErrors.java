package dev.tokenresponder.gcp.firestore;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.FirestoreException;
import dev.tokenresponder.action.ActionException;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what Firestore answers into what may be tried again and what may not (Firestore,
 * "Understand error codes", {@code
 * https://cloud.google.com/firestore/docs/understand-error-codes}). A message names the code only:
 * descriptions may hold what was to be written.
 */
final class FirestoreErrors {
  private static final Set<Status.Code> RETRYABLE =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.ABORTED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.INTERNAL,
          Status.Code.CANCELLED,
          Status.Code.UNKNOWN);

  private static final Set<Status.Code> CONFLICTS =
      EnumSet.of(
          Status.Code.FAILED_PRECONDITION,
          Status.Code.ALREADY_EXISTS,
          Status.Code.NOT_FOUND,
          Status.Code.ABORTED);

  private FirestoreErrors() {}

  /**
   * The exception to throw for a failed call.
   *
   * @param what what was being done, for example {@code "open an incident"}
   */
  static ActionException of(String what, Exception e) {
    if (e instanceof TimeoutException) {
      return ActionException.retryable("could not " + what + " now: no answer in time", e);
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return ActionException.retryable("could not " + what + " now: interrupted", e);
    }
    Status.Code code = code(e);
    return RETRYABLE.contains(code)
        ? ActionException.retryable("could not " + what + " now: " + code, e)
        : ActionException.permanent("could not " + what + ": " + reason(code), e);
  }

  /** Whether a write with a precondition was refused because of it, or of another writer. */
  static boolean isConflict(ExecutionException e) {
    return CONFLICTS.contains(code(e));
  }

  private static String reason(Status.Code code) {
    if (code == Status.Code.PERMISSION_DENIED) {
      return "the responder lacks the permission (" + code + ")";
    }
    if (code == Status.Code.UNAUTHENTICATED) {
      return "the responder has no valid credentials (" + code + ")";
    }
    if (code == Status.Code.NOT_FOUND) {
      return "there is no such database (" + code + ")";
    }
    return code.toString();
  }

  /** What no server answered, such as a lost connection, is unknown. */
  private static Status.Code code(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Status.@Nullable Code code = codeOf(cause);
      if (code != null) {
        return code;
      }
    }
    return Status.Code.UNKNOWN;
  }

  private static Status.@Nullable Code codeOf(Throwable e) {
    if (e instanceof FirestoreException firestore && firestore.getStatus() != null) {
      return firestore.getStatus().getCode();
    }
    return e instanceof ApiException api
        ? Status.Code.valueOf(api.getStatusCode().getCode().name())
        : null;
  }
}
