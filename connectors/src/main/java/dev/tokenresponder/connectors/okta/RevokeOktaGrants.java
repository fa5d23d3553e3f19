package dev.tokenresponder.connectors.okta;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import java.util.List;

/**
 * Revokes what one person gave to one application: refresh tokens first, so that nothing new is had
 * by them, then consents, so that the person is asked again (Okta Developer, "User OAuth", "User
 * Grants"). Scopes: {@code okta.users.manage}, {@code okta.users.read}.
 */
final class RevokeOktaGrants implements ActionHandler {
  private final Okta okta;

  RevokeOktaGrants(Okta okta) {
    this.okta = okta;
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    String client = request.argument(Arguments.CLIENT_ID);
    return OktaPeople.prepare(
        okta,
        request,
        person ->
            okta.hasGiven(person.id(), client)
                ? new Preparation.Ready(new Revocation(person, client))
                : new Preparation.Unchanged(
                    person.display()
                        + " has given no refresh tokens or consents to "
                        + client
                        + ", or no longer",
                    Undo.NOTHING));
  }

  private final class Revocation implements Preparation.Change {
    private final Okta.Person person;
    private final String client;

    Revocation(Okta.Person person, String client) {
      this.person = person;
      this.client = client;
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
      return "revoke the refresh tokens and consents that "
          + person.display()
          + " gave to "
          + client;
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      okta.revoke(person.id(), client);
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> !okta.hasGiven(person.id(), client),
          "that " + client + " holds nothing of " + person.display());
      return "read back: "
          + client
          + " holds no refresh tokens or consents of "
          + person.display()
          + "; access tokens that are out live on where they are accepted without asking Okta, for"
          + " up to a day (usually an hour). To undo it, the person lets the application in again";
    }
  }
}
