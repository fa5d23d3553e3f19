package dev.tokenresponder.action;

/** The identity of an action: asked for twice, it is done once. */
public record ActionKey(String incident, String action, String target) {

  /** The target as a person would name it, without the occasion. */
  public String name() {
    int hash = target.indexOf('#');
    return hash < 0 ? target : target.substring(0, hash);
  }

  @Override
  public String toString() {
    return incident + "/" + action + "/" + target;
  }
}
