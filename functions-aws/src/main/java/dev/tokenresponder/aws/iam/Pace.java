package dev.tokenresponder.aws.iam;

import dev.tokenresponder.action.ReadBack;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a worker waits between writing a policy and reading it back. Longer than others take
 * from reading to writing, so that whoever overwrote it has done so by then; and never the same, so
 * that two who meet do not meet again.
 */
@FunctionalInterface
public interface Pace {
  /** For a policy that nobody else writes. */
  Pace ALONE = attempt -> {};

  /** For IAM. */
  Pace SHARED =
      attempt ->
          ReadBack.pause(
              300 + ThreadLocalRandom.current().nextLong(Math.min(4_000, 200L << attempt)));

  /**
   * Waits.
   *
   * @param attempt counted from 0
   */
  void settle(int attempt);
}
