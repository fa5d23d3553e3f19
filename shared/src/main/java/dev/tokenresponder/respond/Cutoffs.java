package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The times in a request, by which it reaches more or fewer sessions. */
final class Cutoffs {
  /** In a request for the same, they move whenever the credential is seen once more. */
  static final List<String> TIMES =
      List.of(Arguments.SEEN_AT, Arguments.ISSUED_AT, Arguments.ISSUED_BEFORE);

  /** So much may another clock be ahead of ours. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private Cutoffs() {}

  /** The same request with no time ahead of our clock, by which it would reach what is to come. */
  static ActionRequest notAhead(ActionRequest request, Instant now) {
    Map<String, String> arguments = new HashMap<>(request.arguments());
    for (String time : TIMES) {
      arguments.computeIfPresent(time, (name, text) -> isAhead(text, now) ? now.toString() : text);
    }
    return request.with(arguments);
  }

  /** What is no time is left to whoever needs one. */
  private static boolean isAhead(String text, Instant now) {
    try {
      return Instant.parse(text).isAfter(now.plus(MOST_SKEW));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /**
   * The same request as a person approved it: where it means the sessions issued before some time,
   * those issued until the approval, whatever messages say.
   */
  static ActionRequest approved(ActionRequest request, Instant at) {
    Map<String, String> arguments = new HashMap<>(request.arguments());
    if (arguments.computeIfPresent(Arguments.ISSUED_BEFORE, (n, t) -> at.toString()) != null) {
      arguments.put(Arguments.ISSUED_AT, at.minusSeconds(1).toString());
    }
    return request.with(arguments);
  }
}
