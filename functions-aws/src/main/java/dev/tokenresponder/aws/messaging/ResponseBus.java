package dev.tokenresponder.aws.messaging;

import java.util.List;

/** Where requests and outcomes are announced. */
@FunctionalInterface
public interface ResponseBus {

  /**
   * A message.
   *
   * @param detailType one of the detail types of {@code ActionMessages}
   * @param detail JSON
   */
  record Message(String detailType, String detail) {}

  /**
   * Puts all messages, in order.
   *
   * @throws dev.tokenresponder.action.ActionException as retryable when any of them was not taken
   */
  void put(List<Message> messages);
}
