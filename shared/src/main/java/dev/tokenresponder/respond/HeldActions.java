package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.IncidentStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** The actions that wait for a person. */
final class HeldActions {
  /** The reason of what a person rejected. */
  static final String REJECTED = "a person rejected it";

  /** Longer than a function may run (60 s), shorter than Lambda waits with its second retry. */
  static final Duration LEASE = Duration.ofSeconds(90);

  private final IncidentStore store;
  private final Clock clock;

  HeldActions(IncidentStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What was asked for, when it waits. */
  Optional<ActionRequest> find(ActionKey key) {
    return store
        .find(key.incident())
        .filter(incident -> Decisions.outcome(key, incident).filter(HeldActions::waits).isPresent())
        .flatMap(incident -> request(key));
  }

  /** One that was approved and then failed waits too: it can be approved again. */
  static boolean waits(ActionOutcome outcome) {
    return outcome.status() == Status.HELD || outcome.status() == Status.FAILED;
  }

  /** Whether a person said that it is not to be done. */
  static boolean isRejection(ActionOutcome outcome) {
    return outcome.status() == Status.REFUSED && outcome.reason().equals(REJECTED);
  }

  /** What was asked for when it was last held, whether or not it waits still. */
  Optional<ActionRequest> request(ActionKey key) {
    return store
        .held(key)
        .map(text -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
        .map(ActionMessages::read);
  }

  /**
   * Refuses an action that waits.
   *
   * @return the refusal, as recorded
   * @throws ActionException as permanent when it does not wait; as retryable when somebody is at it
   */
  ActionOutcome reject(ActionKey key) {
    return decided(
        key,
        (request, token) -> {
          ActionOutcome refused =
              new ActionOutcome(key, Status.REFUSED, REJECTED, Undo.NOTHING, clock.instant());
          store.complete(token, refused);
          return refused;
        });
  }

  /**
   * Claims an action that waits and decides about it.
   *
   * @param decision gets what was asked for, and the claim's token
   * @throws ActionException as {@link #reject} does
   */
  ActionOutcome decided(ActionKey key, BiFunction<ActionRequest, Long, ActionOutcome> decision) {
    Claim claim = store.claim(key, clock.instant(), LEASE);
    if (claim instanceof Claim.Taken) {
      throw taken(key);
    }
    Optional<ActionRequest> request = claim instanceof Claim.Granted ? find(key) : Optional.empty();
    if (claim instanceof Claim.Granted granted) {
      if (request.isPresent()) {
        return decision.apply(request.get(), granted.token());
      }
      store.release(key, granted.token());
    }
    throw ActionException.permanent(key + " does not wait for a person");
  }

  static ActionException taken(ActionKey key) {
    return ActionException.retryable(key + " is being done by another worker", null);
  }
}
