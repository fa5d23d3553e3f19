package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An application, as it is in this tenant (Microsoft Graph REST reference, "servicePrincipal
 * resource type").
 *
 * @param id the object id
 * @param clientId the id of the application, the same in all tenants
 * @param owner the tenant that made the application; empty when the directory does not tell
 */
record ServicePrincipal(String id, String clientId, boolean enabled, String owner) {
  /**
   * The tenants of Microsoft's own applications, which others work through (Microsoft Entra,
   * "Verify first-party Microsoft applications in sign-in reports").
   */
  private static final Set<String> MICROSOFT =
      Set.of("f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47");

  /** Why it must not be disabled, nor lose a secret; empty when it may be. */
  Optional<String> spared(EntraTenant tenant) {
    return MICROSOFT.contains(owner.toLowerCase(Locale.ROOT))
        ? Optional.of("service principal " + id + " is an application of Microsoft's own")
        : own(tenant);
  }

  /** Why it must not be touched at all; empty when it may be. */
  Optional<String> own(EntraTenant tenant) {
    return clientId.equalsIgnoreCase(tenant.clientId())
        ? Optional.of("service principal " + id + " is the responder itself")
        : Optional.empty();
  }

  Principal principal(EntraTenant tenant) {
    return new Principal(PrincipalType.APPLICATION, id, clientId, tenant.id(), null);
  }
}
