package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Lets what was taken back or rejected in an incident be done again in it, from the next occasion
 * on, because a person says so. It is written down among the incident's actions.
 */
public final class Rearming {
  private static final String ACTION = "re-arm";
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final IncidentStore store;
  private final Clock clock;

  /** Writes to {@code store}. */
  public Rearming(IncidentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Records it.
   *
   * @param incident one that is there
   * @param by who says so
   * @return what was recorded
   * @throws ActionException as retryable when it could not be recorded
   */
  public ActionOutcome rearm(String incident, String by) {
    Instant now = clock.instant();
    ActionKey key = new ActionKey(incident, ACTION, now.toString());
    String reason = "what was taken back or rejected before may be done again, says " + by;
    ActionOutcome outcome = new ActionOutcome(key, Status.DONE, reason, Undo.NOTHING, now);
    if (store.claim(key, now, LEASE) instanceof Claim.Granted granted) {
      store.complete(granted.token(), outcome);
      return outcome;
    }
    throw ActionException.retryable("somebody re-arms the incident at this moment", null);
  }

  /** When it was said last. */
  static Optional<Instant> last(Incident incident) {
    return incident.actions().stream()
        .filter(outcome -> outcome.key().action().equals(ACTION))
        .filter(outcome -> outcome.status() == Status.DONE)
        .map(ActionOutcome::at)
        .max(Comparator.naturalOrder());
  }
}
