package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;

/**
 * Deletes the tokens that one person gave to one application (Admin SDK REST reference, {@code
 * tokens.delete}). The application must ask the person again. Scope: {@code
 * admin.directory.user.security}.
 */
public final class RevokeAppGrant implements ActionHandler {
  private final Directory directory;

  /** Deletes in {@code directory}. */
  public RevokeAppGrant(Directory directory) {
    this.directory = directory;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String person = request.argument(Arguments.PERSON);
    String client = request.argument(Arguments.CLIENT_ID);
    return directory.hasGrant(person, client)
        ? new Preparation.Ready(new Deletion(person, client))
        : new Preparation.Unchanged(
            person + " has given no tokens to " + client + ", or no longer", Undo.NOTHING);
  }

  private final class Deletion implements Preparation.Change {
    private final String person;
    private final String client;

    Deletion(String person, String client) {
      this.person = person;
      this.client = client;
    }

    @Override
    public Principal principal() {
      return People.principal(person);
    }

    @Override
    public String description() {
      return "delete the tokens that " + person + " gave to " + client;
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      directory.deleteGrant(person, client);
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> !directory.hasGrant(person, client), "that the application is out of " + person);
      return "read back: "
          + client
          + " holds no tokens of "
          + person
          + "; to undo it, the person lets it in again";
    }
  }
}
