package dev.tokenresponder.connectors.entra;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.event.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Disables one person's account (Microsoft Graph REST reference, "Update user"). Whether the person
 * holds a privileged role is not looked at; Entra refuses it for such people unless the responder
 * holds a higher role itself. An account that is kept on premises may be enabled again from there.
 * Permissions: {@code User.EnableDisableAccount.All}, {@code User.Read.All}.
 */
final class DisableEntraUser implements ActionHandler, UndoHandler {
  private final Graph graph;
  private final EntraTenant tenant;

  DisableEntraUser(Graph graph, EntraTenant tenant) {
    this.graph = graph;
    this.tenant = tenant;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> foreign = tenant.refusal(request);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    String person = request.argument(Arguments.PERSON);
    Optional<DirectoryUser> user = graph.user(person);
    if (user.isEmpty()) {
      return new Preparation.Refused(person + " is nobody of this tenant");
    }
    return user.get().enabled()
        ? new Preparation.Ready(new Disabling(user.get()))
        : new Preparation.Unchanged(
            "user " + user.get().name() + " is disabled" + Residue.OF_PERSON, Undo.NOTHING);
  }

  @Override
  public String undo(Undo undo, Instant now) {
    String id = tenant.undoValue(undo, "user");
    DirectoryUser user = user(id);
    if (!user.enabled()) {
      graph.enableUser(id, true);
    }
    ReadBack.until(() -> user(id).enabled(), "that the account is enabled");
    return "read back: user " + user.name() + " is enabled";
  }

  private DirectoryUser user(String id) {
    return graph.user(id).orElseThrow(() -> ActionException.permanent("user " + id + " is gone"));
  }

  private Undo undo(DirectoryUser user) {
    return new Undo(EnableCommand.user(user.id()), tenant.undoData(Map.of("user", user.id())));
  }

  private final class Disabling implements Preparation.Change {
    private final DirectoryUser user;

    Disabling(DirectoryUser user) {
      this.user = user;
    }

    @Override
    public Principal principal() {
      return user.principal();
    }

    @Override
    public String description() {
      return "disable user " + user.name();
    }

    @Override
    public Undo undo() {
      return DisableEntraUser.this.undo(user);
    }

    @Override
    public void apply() {
      graph.enableUser(user.id(), false);
    }

    @Override
    public String verify() {
      ReadBack.until(() -> !user(user.id()).enabled(), "that the account is disabled");
      return "read back: user " + user.name() + " is disabled" + Residue.OF_PERSON;
    }
  }
}
