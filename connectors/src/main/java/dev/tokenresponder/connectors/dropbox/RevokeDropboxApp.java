package dev.tokenresponder.connectors.dropbox;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.saas.People;
import dev.tokenresponder.event.Principal;
import java.util.Optional;

/**
 * Takes one application's access to one member's Dropbox away (Dropbox for HTTP Developers,
 * Business endpoints, {@code team/linked_apps/revoke_linked_app}). Scopes: {@code members.read},
 * {@code sessions.list}, {@code sessions.modify}.
 */
final class RevokeDropboxApp implements ActionHandler {
  private final Dropbox dropbox;

  RevokeDropboxApp(Dropbox dropbox) {
    this.dropbox = dropbox;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String id = request.argument(Arguments.USER_ID);
    String app = request.argument(Arguments.CLIENT_ID);
    Optional<Principal> member = dropbox.member(id);
    if (member.isEmpty()) {
      return new Preparation.Refused(id + " is nobody of this Dropbox team");
    }
    if (!People.isOf(request.account(), member.get())) {
      return new Preparation.Refused(
          id + " is not of " + request.account() + " in this Dropbox team");
    }
    return dropbox.isLinked(id, app)
        ? new Preparation.Ready(new Revocation(member.get(), id, app))
        : new Preparation.Unchanged(
            app + " is not linked to " + member.get().display() + ", or no longer", Undo.NOTHING);
  }

  private final class Revocation implements Preparation.Change {
    private final Principal member;
    private final String id;
    private final String app;

    Revocation(Principal member, String id, String app) {
      this.member = member;
      this.id = id;
      this.app = app;
    }

    @Override
    public Principal principal() {
      return member;
    }

    @Override
    public String description() {
      return "take the access of " + app + " to the Dropbox of " + member.display() + " away";
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      dropbox.revoke(id, app);
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> !dropbox.isLinked(id, app), "that " + app + " is out of " + member.display());
      return "read back: "
          + app
          + " is not linked to "
          + member.display()
          + "; what it has copied is out. To undo it, the member links it again";
    }
  }
}
