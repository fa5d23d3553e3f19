package dev.tokenresponder.gcp.iam;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import java.time.Duration;
import java.time.Instant;

/**
 * What is not there may only not be there yet: IAM shows new accounts and keys after a minute or
 * more (IAM, "Access change propagation").
 */
final class Freshness {
  private static final Duration SETTLED = Duration.ofMinutes(10);

  private Freshness() {}

  /**
   * What to say of a target that IAM does not know.
   *
   * @throws ActionException as retryable while it may still show
   */
  static Preparation missing(ActionRequest request, String what, Instant now) {
    Instant seen = Instant.parse(request.argument(Arguments.SEEN_AT));
    if (now.isBefore(seen.plus(SETTLED))) {
      throw ActionException.retryable("there is no " + what + " yet", null);
    }
    return new Preparation.Refused("there is no " + what);
  }
}
