package dev.tokenresponder.event;

import java.util.Locale;

/** How far the channel that delivered a record vouches for it. */
public enum Provenance {
  /** The channel proves the source, or a person handed the record over. */
  VERIFIED,
  /** Anyone who may write to the channel could have written this record. */
  CLAIMED;

  /** The spelling that output uses. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
