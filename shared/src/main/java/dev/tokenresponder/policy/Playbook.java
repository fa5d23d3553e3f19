package dev.tokenresponder.policy;

import java.util.List;

/** The steps that answer a finding; those that do not fit the credential are passed over. */
public record Playbook(List<Step> steps) {

  public Playbook {
    steps = List.copyOf(steps);
  }

  /** Which credential of the event a step acts on. */
  public enum Of {
    /** The one that was used. */
    USED,
    /** The one that the event created. */
    ISSUED,
    /** What was made from the one that was used, at any time, and not that one itself. */
    MADE
  }

  /** One action on one of the event's credentials. */
  public record Step(String action, Of of) {}
}
