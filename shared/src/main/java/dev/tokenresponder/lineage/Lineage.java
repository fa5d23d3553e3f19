package dev.tokenresponder.lineage;

import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.TokenEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which credential was made from which. A method throws a {@link RuntimeException} when
 * the store cannot be reached.
 */
public interface Lineage {
  /** The most descendants that are followed. */
  int MOST = 100;

  /** How many generations are followed, in either direction. */
  int DEPTH = 8;

  /** The most ancestors that are followed. */
  int MOST_ANCESTORS = 20;

  /** Remembers nothing. */
  Lineage NONE =
      new Lineage() {
        @Override
        public void record(TokenEvent event) {}

        @Override
        public Descendants descendants(CredentialRef ref, Instant now) {
          return Descendants.NONE;
        }

        @Override
        public List<Parent> ancestors(CredentialRef ref, @Nullable Instant issuedAt, Instant now) {
          return List.of();
        }
      };

  /**
   * Remembers what {@link Link#of} makes of an event. The same event again changes nothing; an
   * event that links nothing costs no call.
   */
  void record(TokenEvent event);

  /** What was made from a credential, and from that, and is not dead at {@code now} for certain. */
  Descendants descendants(CredentialRef ref, Instant now);

  /** What a credential was made from, the nearest first, by links that still stand at that time. */
  default List<Parent> ancestors(CredentialRef ref, Instant now) {
    return ancestors(ref, null, now);
  }

  /**
   * The same, of a credential that was issued at a time: what made an earlier one of its name made
   * another one.
   *
   * @param issuedAt null when it is not known
   */
  List<Parent> ancestors(CredentialRef ref, @Nullable Instant issuedAt, Instant now);
}
