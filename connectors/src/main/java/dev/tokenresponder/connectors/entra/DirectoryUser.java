package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.time.Instant;

/**
 * A person, as the directory knows one (Microsoft Graph REST reference, "user resource type").
 *
 * @param sessionsValidFrom sessions that began before are over
 */
record DirectoryUser(String id, String name, boolean enabled, Instant sessionsValidFrom) {

  /** Somebody of another tenant, who signs in there; the name then says so. */
  boolean isGuest() {
    return name.contains("#EXT#");
  }

  Principal principal() {
    return new Principal(
        PrincipalType.USER, id, name, name.substring(name.lastIndexOf('@') + 1), null);
  }
}
