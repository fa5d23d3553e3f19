package dev.tokenresponder.gcp.workspace;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the actions need of Google Workspace's directory. Every method throws an {@link
 * dev.tokenresponder.action.ActionException} when it cannot be asked or refuses.
 */
public interface Directory {

  /**
   * Some of the people.
   *
   * @param next where the rest begins; null when this is the last page
   */
  record Page(List<String> people, @Nullable String next) {
    public Page {
      people = List.copyOf(people);
    }
  }

  /** The applications a person has let in, by their client ids; empty for an unknown person. */
  Optional<List<String>> grants(String person);

  /** Whether the person has let the application in; false for an unknown person. */
  boolean hasGrant(String person, String client);

  /** Deletes the tokens a person gave to an application; without any, nothing happens. */
  void deleteGrant(String person, String client);

  /** Ends the person's web and device sessions. */
  void signOut(String person);

  /**
   * Some of the people of the company, by address.
   *
   * @param page where to go on; null for the beginning
   */
  Page people(@Nullable String page);
}
