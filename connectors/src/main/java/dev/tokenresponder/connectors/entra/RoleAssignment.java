package dev.tokenresponder.connectors.entra;

/**
 * What an application may do by itself (Microsoft Graph REST reference, "appRoleAssignment resource
 * type").
 *
 * @param id its id; another one when it is made again
 * @param principal the object id of the service principal that may
 * @param resource the object id of the service principal of the interface
 * @param role the id of the role
 */
record RoleAssignment(String id, String principal, String resource, String role) {

  /** Whether it gives the same application the same role at the same place. */
  boolean isLike(RoleAssignment other) {
    return principal.equals(other.principal)
        && resource.equals(other.resource)
        && role.equals(other.role);
  }

  /** For sentences. */
  String told() {
    return "role " + role + " at " + resource;
  }
}
