package dev.tokenresponder.connectors.entra;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an application may do for people (Microsoft Graph REST reference, "oAuth2PermissionGrant
 * resource type").
 *
 * @param id its id; another one when it is made again
 * @param client the object id of the service principal that may
 * @param everybody whether for everybody, or for {@code person} only
 * @param person the object id; empty when for everybody
 * @param resource the object id of the service principal of the interface
 * @param scope the scopes, with blanks between
 */
record PermissionGrant(
    String id, String client, boolean everybody, String person, String resource, String scope) {

  /** Whether the other lets the same application do as much for the same people. */
  boolean isWithin(PermissionGrant other) {
    return client.equals(other.client)
        && everybody == other.everybody
        && person.equals(other.person)
        && resource.equals(other.resource)
        && other.scopes().containsAll(scopes());
  }

  /** For sentences. */
  String told() {
    return scope.strip() + " for " + (everybody ? "everybody" : person) + " at " + resource;
  }

  private Set<String> scopes() {
    return Arrays.stream(scope.strip().split(" +")).collect(Collectors.toSet());
  }
}
