package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.StaleClaimException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done in an incident, because a person says so: claim, take back, record.
 * Asked for twice, or again after a crash, it comes to the same end.
 */
public final class Undoing {
  /** As long as for doing it. */
  private static final Duration LEASE = Duration.ofSeconds(90);

  private final Map<String, ActionHandler> handlers;
  private final IncidentStore store;
  private final Clock clock;

  /**
   * @param handlers by action name; those that are {@link UndoHandler}s can take back
   */
  public Undoing(Map<String, ActionHandler> handlers, IncidentStore store, Clock clock) {
    this.handlers = Map.copyOf(handlers);
    this.store = store;
    this.clock = clock;
  }

  /**
   * Takes back one action of an incident or all of them, the newest first.
   *
   * @param only the action to take back; null for every one that left something to take back
   * @return what became of each: {@code UNDONE}, as recorded; or {@code REFUSED}, when it cannot be
   *     taken back this way, and {@code FAILED}, when it may be by asking again, while what was
   *     recorded stays
   * @throws IllegalArgumentException when there is no such incident or no such action in it
   */
  public List<ActionOutcome> undo(String incident, @Nullable ActionKey only) {
    List<ActionOutcome> chosen =
        new ArrayList<>(
            store
                .find(incident)
                .orElseThrow(() -> new IllegalArgumentException("there is no incident " + incident))
                .actions());
    if (only != null) {
      chosen.removeIf(outcome -> !outcome.key().equals(only));
      if (chosen.isEmpty()) {
        throw new IllegalArgumentException("incident " + incident + " has no action " + only);
      }
    } else {
      chosen.removeIf(outcome -> !outcome.canBeUndone());
    }
    Collections.reverse(chosen);
    chosen.sort(Comparator.comparing(ActionOutcome::at).reversed());
    return chosen.stream().map(this::undo).toList();
  }

  private ActionOutcome undo(ActionOutcome outcome) {
    Claim claim;
    try {
      claim = store.claimUndo(outcome.key(), clock.instant(), LEASE);
    } catch (ActionException e) {
      return again(outcome, String.valueOf(e.getMessage()));
    }
    if (claim instanceof Claim.Granted granted) {
      return takeBack(outcome, granted.token());
    }
    if (claim instanceof Claim.Done done) {
      return done.outcome().status() == Status.UNDONE
          ? done.outcome()
          : answer(outcome, Status.REFUSED, "it left nothing that could be taken back");
    }
    return again(
        outcome, "somebody is at it until " + ((Claim.Taken) claim).until() + " at the latest");
  }

  private ActionOutcome takeBack(ActionOutcome outcome, long token) {
    try {
      ActionOutcome undone = answer(outcome, Status.UNDONE, change(outcome, clock.instant()));
      store.complete(token, undone);
      return undone;
    } catch (StaleClaimException e) {
      return again(outcome, "it took so long that somebody else may be at it");
    } catch (ActionException e) {
      release(outcome, token);
      String reason = String.valueOf(e.getMessage());
      return e.isRetryable() ? again(outcome, reason) : answer(outcome, Status.REFUSED, reason);
    } catch (RuntimeException e) {
      release(outcome, token);
      throw e;
    }
  }

  private String change(ActionOutcome outcome, Instant now) {
    if (handlers.get(outcome.key().action()) instanceof UndoHandler handler) {
      return handler.undo(outcome.undo(), now);
    }
    throw ActionException.permanent(
        outcome.undoCommand().isEmpty()
            ? "it cannot be taken back from here"
            : "it cannot be taken back from here; run: " + outcome.undoCommand());
  }

  /** What cannot be released now is free when the lease ends. */
  private void release(ActionOutcome outcome, long token) {
    try {
      store.release(outcome.key(), token);
    } catch (ActionException | StaleClaimException e) {
      return;
    }
  }

  private ActionOutcome again(ActionOutcome outcome, String reason) {
    return answer(outcome, Status.FAILED, reason + "; run the same command again");
  }

  private ActionOutcome answer(ActionOutcome outcome, Status status, String reason) {
    return new ActionOutcome(outcome.key(), status, reason, outcome.undo(), clock.instant());
  }
}
