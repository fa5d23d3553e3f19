package dev.tokenresponder.connectors.inbound;

/** Takes what one provider posts. */
@FunctionalInterface
public interface Webhook {

  /**
   * Proves who sent it and hands its records on.
   *
   * @return an answer of 2xx only when everything in it was kept, or never will be of use
   * @throws dev.tokenresponder.action.ActionException when it must be sent again
   */
  InboundAnswer receive(InboundRequest request);
}
