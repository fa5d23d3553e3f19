package dev.tokenresponder.decode;

/**
 * Who put the bytes in front of the decoder, and with that, what is believed without an envelope.
 */
public enum Intake {
  /** A person handed over a file and vouches for bare records. */
  OPERATOR,
  /**
   * An event bus or queue delivered the bytes; only the envelope of a provider's own event counts.
   */
  BUS,
  /**
   * Pub/Sub pushed the bytes, with a token that proves it, from a topic that only log sinks and
   * Security Command Center may publish to.
   */
  GOOGLE_PUSH,
  /** A webhook brought the record, and its sender proved who it is. */
  WEBHOOK
}
