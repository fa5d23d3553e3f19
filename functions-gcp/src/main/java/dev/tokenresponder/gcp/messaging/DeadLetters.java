package dev.tokenresponder.gcp.messaging;

/** Where messages go that nothing can be made of, so that a person can look at them. */
@FunctionalInterface
public interface DeadLetters {

  /**
   * Keeps a message.
   *
   * @param body what was delivered
   * @param reason what is wrong with it
   * @throws dev.tokenresponder.action.ActionException when it could not be kept; then it must be
   *     delivered again
   */
  void keep(byte[] body, String reason);
}
