package dev.tokenresponder.connectors.entra;

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

  /** Whether it lets the same application do something for the same people at the same place. */
  boolean isLike(PermissionGrant other) {
    return client.equals(other.client)
        && everybody == other.everybody
        && person.equals(other.person)
        && resource.equals(other.resource);
  }
}
