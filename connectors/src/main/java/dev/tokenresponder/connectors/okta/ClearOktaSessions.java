package dev.tokenresponder.connectors.okta;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import java.util.List;

/**
 * Ends a person's sessions at Okta and revokes the OAuth tokens that Okta issued to the person
 * (Okta Developer, "User Sessions", revoke all user sessions). Sessions that web and native
 * applications keep by themselves are not ended, and Okta lists no sessions of a user; the outcome
 * says both. Scopes: {@code okta.users.manage}, {@code okta.users.read}.
 */
final class ClearOktaSessions implements ActionHandler {
  private final Okta okta;

  ClearOktaSessions(Okta okta) {
    this.okta = okta;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    return OktaPeople.prepare(okta, request, person -> new Preparation.Ready(new Clearing(person)));
  }

  private final class Clearing implements Preparation.Change {
    private final Okta.Person person;

    Clearing(Okta.Person person) {
      this.person = person;
    }

    @Override
    public Principal principal() {
      return person.principal();
    }

    @Override
    public List<Principal> alsoAffected() {
      return person.byMail();
    }

    @Override
    public String description() {
      return "end all sessions of " + person.display() + " at Okta and revoke the OAuth tokens";
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      okta.clearSessions(person.id());
    }

    @Override
    public String verify() {
      return "Okta confirmed that "
          + person.display()
          + " has no sessions or OAuth tokens left; there is no list of sessions to read it back"
          + " from. Sessions that applications keep by themselves live on, and access tokens too"
          + " where they are accepted without asking Okta, until they run out";
    }
  }
}
