package dev.tokenresponder.action;

/** Performs one action in one system. The dry run and the real run both begin with it. */
@FunctionalInterface
public interface ActionHandler {

  /**
   * Looks at the target and says what can be done; changes nothing.
   *
   * @throws ActionException when the target cannot be looked at
   */
  Preparation prepare(ActionRequest request);
}
