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
   * @param seen how many people have been looked at
   * @param revoked how many had let the application in
   * @param exempt how many of those are exempt and keep it
   */
  record Place(@Nullable String page, String after, int seen, int revoked, int exempt) {
    static final Place START = new Place(null, "", 0, 0, 0);

    Place seen(String person, boolean had, boolean spared) {
      return new Place(
          page,
          person,
          seen + 1,
          revoked + (had && !spared ? 1 : 0),
          exempt + (had && spared ? 1 : 0));
    }

    Place on(@Nullable String next) {
      return new Place(next, after, seen, revoked, exempt);
    }
  }

  /** Where the work stands; empty before it began. */
  Optional<Place> read(String work);

  /** Notes where the work stands. */
  void write(String work, Place place);
}
