package dev.tokenresponder.aws;

import dev.tokenresponder.action.ActionException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Sorts what AWS answers into what may be tried again and what may not. */
public final class AwsErrors {
  private static final Set<String> CONFLICTS =
      Set.of(
          "ConcurrentModification",
          "ConflictException",
          "EntityTemporarilyUnmodifiable",
          "ServiceFailure");

  private AwsErrors() {}

  /**
   * The exception to throw for a failed call.
   *
   * @param what what was being done, for example {@code "put a policy on role app-server"}
   */
  public static ActionException of(String what, SdkException e) {
    if (e instanceof AwsServiceException service && !isRetryable(service)) {
      return ActionException.permanent("could not " + what + ": " + reason(service), e);
    }
    return ActionException.retryable(
        "could not " + what + " now: " + e.getClass().getSimpleName(), e);
  }

  private static boolean isRetryable(AwsServiceException e) {
    return e.isThrottlingException()
        || e.isClockSkewException()
        || e.statusCode() >= 500
        || e.statusCode() == 429
        || CONFLICTS.contains(code(e));
  }

  private static String reason(AwsServiceException e) {
    return switch (code(e)) {
      case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation" ->
          "the responder lacks the permission (" + code(e) + ")";
      case "LimitExceeded", "LimitExceededException" ->
          "there is no room for another inline policy; remove old ones";
      default -> code(e);
    };
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null
        ? "HTTP " + e.statusCode()
        : String.valueOf(e.awsErrorDetails().errorCode());
  }
}
