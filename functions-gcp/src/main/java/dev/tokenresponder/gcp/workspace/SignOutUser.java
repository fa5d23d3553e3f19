package dev.tokenresponder.gcp.workspace;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;

/**
 * Ends a person's web and device sessions (Admin SDK REST reference, {@code users.signOut}); what
 * the person let applications do stays. Google shows no sessions, so that there is nothing to read
 * back but its word, which the outcome says. Scope: {@code admin.directory.user.security}.
 */
public final class SignOutUser implements ActionHandler {
  private final Directory directory;

  /** Signs out by {@code directory}. */
  public SignOutUser(Directory directory) {
    this.directory = directory;
  }

  /** Looks whether the person is there by what needs no further scope: the list of applications. */
  @Override
  public Preparation prepare(ActionRequest request) {
    String person = request.argument(Arguments.PERSON);
    return directory.grants(person).isPresent()
        ? new Preparation.Ready(new SignOut(person))
        : new Preparation.Refused(person + " is nobody of this Google Workspace");
  }

  private final class SignOut implements Preparation.Change {
    private final String person;

    SignOut(String person) {
      this.person = person;
    }

    @Override
    public Principal principal() {
      return People.principal(person);
    }

    @Override
    public String description() {
      return "end all web and device sessions of " + person;
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      directory.signOut(person);
    }

    @Override
    public String verify() {
      return "Google confirmed that "
          + person
          + " is signed out everywhere; applications that were let in keep their tokens";
    }
  }
}
