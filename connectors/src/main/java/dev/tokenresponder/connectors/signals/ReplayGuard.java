package dev.tokenresponder.connectors.signals;

import java.time.Instant;

/** Remembers which tokens were taken, so that none is taken twice. Safe for several threads. */
public interface ReplayGuard {

  /**
   * Claims a token. An implementation that outlives its process must let a claim lapse when nothing
   * came of it for some minutes, for the process may have died in between: a record told twice does
   * no harm, since it has the same id, and one never told does.
   *
   * @param key what is the same whenever the token comes
   * @param until the last moment at which it must still be known
   * @return false when it was claimed before
   * @throws dev.tokenresponder.action.ActionException as retryable when that cannot be told
   */
  boolean claim(String key, Instant until);

  /** Gives a claim back, for nothing came of it. */
  void release(String key);
}
