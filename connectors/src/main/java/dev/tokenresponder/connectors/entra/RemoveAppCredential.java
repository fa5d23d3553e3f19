package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Removes one password or certificate from an application, or from its service principal, whichever
 * holds it (Microsoft Graph REST reference, "removePassword"; "Update application" for
 * certificates, which takes the whole list of those that stay, so that one added in the same moment
 * may be lost). What is removed is not kept anywhere. Permission: {@code
 * Application.ReadWrite.All}.
 */
final class RemoveAppCredential implements ActionHandler {
  private static final String APPLICATIONS = "applications";
  private static final String SERVICE_PRINCIPALS = "servicePrincipals";

  private final Graph graph;
  private final EntraTenant tenant;

  RemoveAppCredential(Graph graph, EntraTenant tenant) {
    this.graph = graph;
    this.tenant = tenant;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> foreign = tenant.refusal(request);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    DirectoryName name = DirectoryName.of(request);
    String key = request.argument(Arguments.KEY_ID).toLowerCase(Locale.ROOT);
    Optional<CredentialHolder> application = graph.credentials(APPLICATIONS, name);
    if (application.isPresent()) {
      return prepare(application.get(), key);
    }
    Optional<ServicePrincipal> principal = graph.servicePrincipal(name);
    if (principal.isEmpty()) {
      return new Preparation.Refused("there is no application or service principal " + name.id());
    }
    Optional<String> spared = principal.get().spared(tenant);
    return spared.isPresent()
        ? new Preparation.Refused(spared.get())
        : prepare(holder(principal.get(), key), key);
  }

  /** Secrets of an application work for its service principal, and those are what it mostly has. */
  private CredentialHolder holder(ServicePrincipal principal, String key) {
    CredentialHolder own =
        graph
            .credentials(SERVICE_PRINCIPALS, new DirectoryName(principal.id(), false))
            .orElseThrow(
                () -> ActionException.retryable("the service principal comes and goes", null));
    return own.has(key)
        ? own
        : graph
            .credentials(APPLICATIONS, new DirectoryName(principal.clientId(), true))
            .filter(application -> application.has(key))
            .orElse(own);
  }

  private Preparation prepare(CredentialHolder holder, String key) {
    if (holder.clientId().equalsIgnoreCase(tenant.clientId())) {
      return new Preparation.Refused(holder + " is the responder itself");
    }
    if (!holder.has(key)) {
      return new Preparation.Unchanged(
          holder + " has no credential " + key + Residue.OF_APPLICATION, Undo.NOTHING);
    }
    return holder.hasKey(key) && !holder.canDoWithout(key)
        ? new Preparation.Refused(
            "other certificates of " + holder + " would be lost with it: remove it by hand")
        : new Preparation.Ready(new Removal(holder, key));
  }

  private final class Removal implements Preparation.Change {
    private final CredentialHolder holder;
    private final String key;

    Removal(CredentialHolder holder, String key) {
      this.holder = holder;
      this.key = key;
    }

    @Override
    public Principal principal() {
      String id = holder.path().substring(holder.path().lastIndexOf('/') + 1);
      return new Principal(PrincipalType.APPLICATION, id, holder.clientId(), tenant.id(), null);
    }

    @Override
    public List<Principal> alsoAffected() {
      return ApplicationIds.of(graph, tenant, holder.clientId());
    }

    @Override
    public String description() {
      return "remove credential " + key + " from " + holder;
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      if (holder.hasPassword(key)) {
        graph.removePassword(holder, key);
        return;
      }
      CredentialHolder fresh = now();
      if (fresh.hasKey(key)) {
        if (!fresh.canDoWithout(key)) {
          throw ActionException.permanent("other certificates of " + holder + " would be lost");
        }
        graph.setKeys(fresh, fresh.keysWithout(key));
      }
    }

    @Override
    public String verify() {
      ReadBack.until(() -> !now().has(key), "that the credential is removed");
      return "read back: " + holder + " has no credential " + key + Residue.OF_APPLICATION;
    }

    private CredentialHolder now() {
      String[] parts = holder.path().split("/");
      return graph
          .credentials(parts[1], new DirectoryName(parts[2], false))
          .orElseThrow(() -> ActionException.permanent(holder + " is gone"));
    }
  }
}
