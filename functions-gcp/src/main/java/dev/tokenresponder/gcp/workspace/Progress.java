package dev.tokenresponder.gcp.workspace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far work has come that takes more than one run. */
public interface Progress {

  /**
   * A place in the work.
   *
   * @param page the page to go on with; null at the beginning
   * @param after the last person of that page who has been looked at; empty when nobody was
   * @param count of whom
   */
  record Place(@Nullable String page, String after, Count count) {
    static final Place START = new Place(null, "", new Count(0, 0, 0, 0));

    Place seen(String person, Count now) {
      return new Place(page, person, now);
    }

    Place on(@Nullable String next) {
      return new Place(next, "", count);
    }
  }

  /**
   * How many people.
   *
   * @param seen have been looked at
   * @param revoked had let the application in, and no longer have
   * @param exempt had let it in, and keep it
   * @param refused could not be looked at or changed
   */
  record Count(int seen, int revoked, int exempt, int refused) {
    Count revokedOne() {
      return new Count(seen + 1, revoked + 1, exempt, refused);
    }

    Count exemptOne() {
      return new Count(seen + 1, revoked, exempt + 1, refused);
    }

    Count refusedOne() {
      return new Count(seen + 1, revoked, exempt, refused + 1);
    }

    Count untouchedOne() {
      return new Count(seen + 1, revoked, exempt, refused);
    }
  }

  /** Where the work stands; empty before it began. */
  Optional<Place> read(String work);

  /** Notes where the work stands. */
  void write(String work, Place place);
}
