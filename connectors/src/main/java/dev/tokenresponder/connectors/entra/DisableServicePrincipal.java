package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Disables the service principal of one application, so that it gets no new token and nobody signs
 * in to it (Microsoft Graph REST reference, "Update servicePrincipal"). Microsoft's own
 * applications and the responder's are refused. Permission: {@code Application.ReadWrite.All}.
 */
final class DisableServicePrincipal implements ActionHandler, UndoHandler {
  private final Graph graph;
  private final EntraTenant tenant;

  DisableServicePrincipal(Graph graph, EntraTenant tenant) {
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
    Optional<ServicePrincipal> found = graph.servicePrincipal(name);
    if (found.isEmpty()) {
      return new Preparation.Refused("there is no service principal " + name.id());
    }
    ServicePrincipal principal = found.get();
    Optional<String> spared = principal.spared(tenant);
    if (spared.isPresent()) {
      return new Preparation.Refused(spared.get());
    }
    return principal.enabled()
        ? new Preparation.Ready(new Disabling(principal))
        : new Preparation.Unchanged(outcome(principal), Undo.NOTHING);
  }

  @Override
  public String undo(Undo undo, Instant now) {
    String id = tenant.undoValue(undo, "service_principal");
    if (!isEnabled(id)) {
      graph.enableServicePrincipal(id, true);
    }
    ReadBack.until(() -> isEnabled(id), "that the service principal is enabled");
    return "read back: service principal " + id + " is enabled";
  }

  private boolean isEnabled(String id) {
    return graph
        .servicePrincipal(new DirectoryName(id, false))
        .orElseThrow(() -> ActionException.permanent("service principal " + id + " is gone"))
        .enabled();
  }

  private Undo undo(ServicePrincipal principal) {
    return new Undo(
        EnableCommand.servicePrincipal(principal.id()),
        tenant.undoData(Map.of("service_principal", principal.id())));
  }

  private static String outcome(ServicePrincipal principal) {
    return "service principal "
        + principal.id()
        + " is disabled and gets no new token"
        + Residue.OF_APPLICATION;
  }

  private final class Disabling implements Preparation.Change {
    private final ServicePrincipal principal;

    Disabling(ServicePrincipal principal) {
      this.principal = principal;
    }

    @Override
    public Principal principal() {
      return principal.principal(tenant);
    }

    @Override
    public List<Principal> alsoAffected() {
      return ApplicationIds.of(graph, tenant, principal.clientId());
    }

    @Override
    public String description() {
      return "disable service principal " + principal.id();
    }

    @Override
    public Undo undo() {
      return DisableServicePrincipal.this.undo(principal);
    }

    @Override
    public void apply() {
      graph.enableServicePrincipal(principal.id(), false);
    }

    @Override
    public String verify() {
      ReadBack.until(() -> !isEnabled(principal.id()), "that the service principal is disabled");
      return "read back: " + outcome(principal);
    }
  }
}
