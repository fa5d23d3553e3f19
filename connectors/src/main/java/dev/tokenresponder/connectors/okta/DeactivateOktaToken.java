package dev.tokenresponder.connectors.okta;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import java.util.List;
import java.util.Optional;

/**
 * Revokes one API token (Okta Developer, "API Tokens", revoke an API token); for good. A token of
 * somebody else than the record says is left alone. Scopes: {@code okta.apiTokens.manage}, {@code
 * okta.apiTokens.read}, {@code okta.users.read}.
 */
final class DeactivateOktaToken implements ActionHandler {
  private final Okta okta;

  DeactivateOktaToken(Okta okta) {
    this.okta = okta;
  }

  /** The person first: only where that is one of ours does a missing token mean a revoked one. */
  @Override
  public Preparation prepare(ActionRequest request) {
    String id = request.argument(Arguments.KEY_ID);
    return OktaPeople.prepare(okta, request, person -> prepare(person, id));
  }

  private Preparation prepare(Okta.Person person, String id) {
    Optional<String> owner = okta.ownerOfToken(id);
    if (owner.isEmpty()) {
      return new Preparation.Unchanged("Okta has no active API token " + id, Undo.NOTHING);
    }
    return owner.get().equals(person.id())
        ? new Preparation.Ready(new Revocation(person, id))
        : new Preparation.Refused("API token " + id + " is not that of " + person.display());
  }

  private final class Revocation implements Preparation.Change {
    private final Okta.Person person;
    private final String id;

    Revocation(Okta.Person person, String id) {
      this.person = person;
      this.id = id;
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
      return "revoke API token " + id + " of " + person.display() + " for good";
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      okta.revokeToken(id);
    }

    @Override
    public String verify() {
      ReadBack.until(() -> okta.ownerOfToken(id).isEmpty(), "that API token " + id + " is gone");
      return "read back: API token "
          + id
          + " is gone and refused; what it was used to make (users, applications, tokens) stays";
    }
  }
}
