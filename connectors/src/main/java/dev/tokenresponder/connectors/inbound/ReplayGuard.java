package dev.tokenresponder.connectors.inbound;

import java.time.Instant;

/** Remembers what was taken, so that nothing is taken twice. Safe for several threads. */
public interface ReplayGuard {

  /**
   * Does the work, unless it was done under this key before. When the work throws, nothing is
   * remembered and it may come again.
   *
   * @param key what is the same whenever it comes
   * @param until the last moment at which it must still be known
   * @return false when it was done before, or, in this process, is being done
   * @throws dev.tokenresponder.action.ActionException as retryable when that cannot be told
   */
  boolean once(String key, Instant until, Runnable work);
}
