package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.ArrayList;
import java.util.List;

/**
 * The three ids of one application, any of which a policy may exempt: the client id, and the object
 * ids of the application, where this tenant made it, and of its service principal. Names are not
 * compared, for whoever makes an application chooses its name.
 */
final class ApplicationIds {

  private ApplicationIds() {}

  /** The application under each of its ids; permission {@code Application.Read.All}. */
  static List<Principal> of(Graph graph, EntraTenant tenant, String clientId) {
    DirectoryName name = new DirectoryName(clientId, true);
    List<Principal> all = new ArrayList<>();
    all.add(principal(tenant, clientId));
    for (String kind : List.of("applications", "servicePrincipals")) {
      graph.objectId(kind, name).ifPresent(id -> all.add(principal(tenant, id)));
    }
    return all;
  }

  private static Principal principal(EntraTenant tenant, String id) {
    return new Principal(PrincipalType.APPLICATION, id, null, tenant.id(), null);
  }
}
