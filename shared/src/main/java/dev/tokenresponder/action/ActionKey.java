package dev.tokenresponder.action;

/** The identity of an action: asked for twice, it is done once. */
public record ActionKey(String incident, String action, String target) {

  @Override
  public String toString() {
    return incident + "/" + action + "/" + target;
  }
}
