package dev.tokenresponder.incident;

import dev.tokenresponder.action.ActionOutcome;
import java.time.Instant;

/** The answer to a claim on an action, or on taking one back. */
public sealed interface Claim {

  /** The action is the caller's until the lease ends. Every write must carry the token. */
  record Granted(long token) implements Claim {}

  /** Somebody else is at it. */
  record Taken(Instant until) implements Claim {}

  /** There is nothing to do but what has been done. */
  record Done(ActionOutcome outcome) implements Claim {}
}
