package dev.tokenresponder.connectors.entra;

/** What proves to Entra who is asking for a token, instead of a client secret. */
@FunctionalInterface
interface ClientAssertion {

  /**
   * A signed JWT, fit to be used once and now.
   *
   * @throws dev.tokenresponder.action.ActionException when there is none
   */
  String value();
}
