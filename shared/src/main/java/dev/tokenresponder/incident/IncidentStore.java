package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps incidents and arbitrates who performs an action. Every method is atomic and may be called
 * again with the same arguments without further effect, save {@link #consume}. A method throws a
 * retryable {@link dev.tokenresponder.action.ActionException} when the store cannot be reached;
 * then nothing may be done to anyone.
 */
public interface IncidentStore {

  /**
   * Adds the report to the open incident about its subject, or opens one. A sighting that is
   * already there is not added again, and keeps the time at which it was judged first. The family
   * is that of {@link Relative#merge}.
   *
   * @return the incident with the report in it
   */
  Incident report(IncidentReport report);

  /** The incident, with what has been done so far, in the order in which it was first claimed. */
  Optional<Incident> find(String id);

  /**
   * The incident about a subject that new reports join, or would have joined last.
   *
   * @param subject as in {@link IncidentReport#subject}
   */
  Optional<Incident> latest(String subject, @Nullable String account);

  /**
   * Claims an action. An action whose last outcome is {@code DONE} or {@code UNDONE} is never
   * granted again; any other one is, once no lease on it runs.
   *
   * @param lease how long nobody else gets it
   */
  Claim claim(ActionKey key, Instant now, Duration lease);

  /**
   * Claims taking an action back; to be ended by {@link #complete} with an outcome that is {@code
   * UNDONE}, or by {@link #release}, after which the action counts as what it was. {@code Granted}
   * when its outcome has an undo and no lease on it runs; {@code Done}, with that outcome, when it
   * is {@code UNDONE} already or has no undo. The token of whoever claimed the action before is
   * spent.
   *
   * @param lease how long nobody else gets it
   * @throws IllegalArgumentException when the action has no outcome and nobody is at it
   */
  Claim claimUndo(ActionKey key, Instant now, Duration lease);

  /**
   * Records what is about to be done and how it would be taken back, while the lease runs on, so
   * that a process which ends in the midst of it leaves that behind.
   *
   * @throws StaleClaimException when the token is not the latest
   */
  void begin(long token, ActionOutcome begun);

  /**
   * Records the outcome of an action and ends the lease. The first undo that was recorded stays,
   * whatever comes later: what it takes back may still be there, and a later one may cover less.
   *
   * @throws StaleClaimException when the token is not the latest
   */
  void complete(long token, ActionOutcome outcome);

  /**
   * Records that an action waits for a person, with what was asked for, and ends the lease.
   *
   * @param request what {@link #held} gives back
   * @throws StaleClaimException when the token is not the latest
   */
  void hold(long token, ActionOutcome held, String request);

  /** What was asked for when the action was last held; empty when it never was. */
  Optional<String> held(ActionKey key);

  /**
   * Ends the lease without an outcome, so that the next claim is granted at once.
   *
   * @throws StaleClaimException when the token is not the latest
   */
  void release(ActionKey key, long token);

  /**
   * Counts one use of a limit in the hour of {@code now}.
   *
   * @return false when {@code most} uses are already counted; then none is added
   */
  boolean consume(String limit, Instant now, int most);

  /** The order to leave everything as it is, while it stands; act functions read it each time. */
  Optional<Stop> stopped();

  /** Gives the order; another that stands is replaced. */
  void stop(Stop order);

  /** Takes the order back, if there is one. */
  void resume();
}
