package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.incident.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param timeToContain from the event to the outcome; null where this request contained nothing
 */
record Performed(ActionOutcome outcome, @Nullable Duration timeToContain) {

  /** An outcome for which nothing was changed now, or which waited for a person. */
  static Performed of(ActionOutcome outcome) {
    return new Performed(outcome, null);
  }

  /**
   * The outcome of a change that was made at once. One that tells people contains nothing; one that
   * a look made again was in time before.
   */
  static Performed changed(ActionRequest request, ActionOutcome outcome) {
    boolean contained =
        outcome.status() == Status.DONE
            && !Timeline.isRestored(outcome)
            && Catalogue.find(request.action()).filter(ActionSpec::containment).isPresent();
    return new Performed(
        outcome, contained ? since(request.evidence().get("time"), outcome.at()) : null);
  }

  private static @Nullable Duration since(@Nullable String event, Instant end) {
    if (event == null) {
      return null;
    }
    try {
      return Metrics.between(Instant.parse(event), end);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
