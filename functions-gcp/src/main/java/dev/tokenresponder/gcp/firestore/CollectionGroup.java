package dev.tokenresponder.gcp.firestore;

import java.util.Locale;

/** All collections that there are, wherever in the database they stand. */
enum CollectionGroup {
  INCIDENTS(true),
  SIGHTINGS(true),
  ACTIONS(true),
  SUBJECTS(true),
  LIMITS(true),
  GROUPS(true),
  HABITS(true),
  LINEAGE_CHILDREN(true),
  LINEAGE_PARENTS(true),
  PROGRESS(true),
  /** Documents that are never written: only what is under them. */
  LINEAGE(false),
  /** Holds until a person takes it back. */
  ORDERS(false);

  private final boolean expires;

  CollectionGroup(boolean expires) {
    this.expires = expires;
  }

  /** Its name in the database. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its documents hold {@link Documents#EXPIRES}, for which it needs a TTL policy. */
  boolean expires() {
    return expires;
  }
}
