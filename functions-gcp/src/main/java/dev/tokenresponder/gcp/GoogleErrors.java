package dev.tokenresponder.gcp;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import dev.tokenresponder.action.ActionException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts what Google answers into what may be tried again and what may not (Cloud APIs, "Errors";
 * Admin SDK, "Limits and quotas"). Of an answer only its status and reason are told: its message
 * may hold what somebody else wrote.
 */
public final class GoogleErrors {
  private static final Set<String> QUOTAS =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError");

  private GoogleErrors() {}

  /**
   * The exception to throw for a failed call.
   *
   * @param what what was being done, for example {@code "read the policy of projects/p"}
   */
  public static ActionException of(String what, IOException e) {
    if (isRefusedDelegation(e)) {
      return ActionException.permanent(
          "could not " + what + ": no token is given for it: check the domain-wide delegation", e);
    }
    Optional<HttpResponseException> answer = answer(e);
    if (answer.isEmpty() || isRetryable(answer.get())) {
      String why = answer.map(GoogleErrors::status).orElse(e.getClass().getSimpleName());
      return ActionException.retryable("could not " + what + " now: " + why, e);
    }
    return ActionException.permanent("could not " + what + ": " + reason(answer.get()), e);
  }

  /** Whether it is that there is no such thing. */
  public static boolean isNotFound(IOException e) {
    return answer(e).map(HttpResponseException::getStatusCode).orElse(0) == 404;
  }

  /** Whether it is that somebody else changed the same thing at the same time. */
  public static boolean isConflict(IOException e) {
    int status = answer(e).map(HttpResponseException::getStatusCode).orElse(0);
    return status == 409 || status == 412;
  }

  private static boolean isRefusedDelegation(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DelegationException) {
        return true;
      }
    }
    return false;
  }

  private static Optional<HttpResponseException> answer(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  private static boolean isRetryable(HttpResponseException e) {
    int status = e.getStatusCode();
    return status >= 500
        || status == 429
        || status == 408
        || status == 409
        || status == 412
        || QUOTAS.contains(reasonOf(e));
  }

  private static String reason(HttpResponseException e) {
    return switch (e.getStatusCode()) {
      case 401 -> "the responder's credentials are not accepted (" + status(e) + ")";
      case 403 -> "the responder lacks the permission (" + status(e) + ")";
      case 404 -> "there is no such thing (" + status(e) + ")";
      default -> status(e);
    };
  }

  private static String status(HttpResponseException e) {
    String reason = reasonOf(e);
    return "HTTP " + e.getStatusCode() + (reason.isEmpty() ? "" : " " + reason);
  }

  private static String reasonOf(HttpResponseException e) {
    GoogleJsonError details =
        e instanceof GoogleJsonResponseException json ? json.getDetails() : null;
    if (details == null) {
      return "";
    }
    String reason =
        details.getErrors() == null || details.getErrors().isEmpty()
            ? null
            : details.getErrors().get(0).getReason();
    Object status = reason == null ? details.get("status") : reason;
    return String.valueOf(status).matches("[A-Za-z_]{1,60}") ? String.valueOf(status) : "";
  }
}
