package dev.tokenresponder.respond;

import java.util.List;

/** Carries a message to the owners of a credential. */
@FunctionalInterface
public interface Notifier {

  /**
   * Sends a message.
   *
   * @param owners whom it is for; may be empty when nobody is known
   * @return where it went, in a few words
   * @throws dev.tokenresponder.action.ActionException when it cannot be sent
   */
  String send(List<String> owners, OwnerMessage message);
}
