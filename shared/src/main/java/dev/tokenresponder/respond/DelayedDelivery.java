package dev.tokenresponder.respond;

import java.time.Duration;

/** Has a message delivered later to the function that sends it. */
@FunctionalInterface
public interface DelayedDelivery {

  /** Delivers nothing. */
  DelayedDelivery NONE = (message, delay) -> {};

  /**
   * Sends a message.
   *
   * @param delay at most fifteen minutes
   * @throws dev.tokenresponder.action.ActionException as retryable when it was not taken
   */
  void send(ResponseBus.Message message, Duration delay);
}
