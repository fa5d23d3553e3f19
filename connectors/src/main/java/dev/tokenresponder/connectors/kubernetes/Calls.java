package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/**
 * What errors of the API server mean (Kubernetes, "API Conventions", "HTTP status codes"). Their
 * texts are not passed on, for they may quote what was sent or answered.
 */
final class Calls {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int THROTTLED = 429;

  private Calls() {}

  /**
   * Makes a call.
   *
   * @param what what is attempted, in the infinitive
   * @throws ActionException when it fails for whatever reason
   */
  static <T> T make(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (ActionException e) {
      throw e;
    } catch (KubernetesClientException e) {
      throw fault(what, e.getCode());
    } catch (RuntimeException e) {
      throw ActionException.retryable("could not " + what + ": its answer cannot be read", null);
    }
  }

  /**
   * Makes a call that may come too late.
   *
   * @return false when there is no such object, or another version of it than the one meant
   */
  static boolean attempt(String what, Runnable call) {
    return make(
        what,
        () -> {
          try {
            call.run();
            return true;
          } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND || e.getCode() == CONFLICT) {
              return false;
            }
            throw e;
          }
        });
  }

  /** An answer that is not what was asked for. */
  static ActionException unreadable(String what) {
    return ActionException.retryable("could not " + what + ": its answer cannot be read", null);
  }

  private static ActionException fault(String what, int code) {
    String start = "could not " + what + ": ";
    if (code <= 0) {
      return ActionException.retryable(start + "no answer that can be read came", null);
    }
    return switch (code) {
      case UNAUTHORIZED ->
          ActionException.permanent(
              start + "the responder's credentials are not accepted (HTTP 401)");
      case FORBIDDEN ->
          ActionException.permanent(start + "the responder lacks the permission (HTTP 403)");
      case CONFLICT -> ActionException.retryable(start + "somebody else changes it (409)", null);
      default ->
          code == THROTTLED || code >= 500
              ? ActionException.retryable(start + "HTTP " + code, null)
              : ActionException.permanent(start + "HTTP " + code);
    };
  }
}
