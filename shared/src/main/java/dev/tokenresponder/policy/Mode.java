package dev.tokenresponder.policy;

/** How far the responder may go on its own. */
public enum Mode {
  /** Record and say what would happen. */
  MONITOR,
  /** Wait for a person. */
  APPROVE,
  /** Act. */
  ENFORCE
}
