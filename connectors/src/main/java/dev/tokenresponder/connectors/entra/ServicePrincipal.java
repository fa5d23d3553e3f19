package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Optional;

/**
 * An application, as it is in this tenant (Microsoft Graph REST reference, "servicePrincipal
 * resource type").
 *
 * @param id the object id
 * @param clientId the id of the application, the same in all tenants
 * @param owner the tenant that made the application; empty when the directory does not tell
 */
record ServicePrincipal(String id, String clientId, boolean enabled, String owner) {
  /** The tenant of Microsoft's own applications, which others work through. */
  private static final String MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

  /** Why it must not be touched; empty when it may be. */
  Optional<String> spared(EntraTenant tenant) {
    if (owner.equalsIgnoreCase(MICROSOFT)) {
      return Optional.of("service principal " + id + " is an application of Microsoft's own");
    }
    return clientId.equalsIgnoreCase(tenant.clientId())
        ? Optional.of("service principal " + id + " is the responder itself")
        : Optional.empty();
  }

  Principal principal(EntraTenant tenant) {
    return new Principal(PrincipalType.APPLICATION, id, clientId, tenant.id(), null);
  }
}
