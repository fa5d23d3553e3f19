package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes from a classic token its authorization for the organization. It cannot be given back to the
 * same token: the person makes a new one (REST reference, Enterprise Cloud, "Remove a SAML SSO
 * authorization for an organization"). Permission: {@code organization_administration}.
 */
final class RemoveSsoAuthorization implements ActionHandler {
  private final Organization organization;
  private final SsoAuthorizations authorizations;

  RemoveSsoAuthorization(Organization organization) {
    this.organization = organization;
    this.authorizations = new SsoAuthorizations(organization);
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> refusal = organization.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String login = request.argument(Arguments.LOGIN);
    String token = request.argument(Arguments.TOKEN_ID);
    OptionalLong found = authorizations.find(login, token);
    if (found.isPresent()) {
      Principal person = organization.person(Access.ORGANIZATION_ADMINISTRATION, login);
      return new Preparation.Ready(new Removal(found.getAsLong(), login, token, person));
    }
    return authorizations.any() ? without(login, token) : noSingleSignOn(token);
  }

  /** Others are authorized, so without it a token does not get in. */
  private Preparation without(String login, String token) {
    return new Preparation.Unchanged(
        "token "
            + token
            + " of "
            + login
            + " is not authorized for "
            + organization.login()
            + ", or no longer",
        Undo.NOTHING);
  }

  /** Where nothing was ever authorized a token gets in without. */
  private Preparation noSingleSignOn(String token) {
    return new Preparation.Refused(
        organization.login()
            + " has let nothing in by single sign-on, so that token "
            + token
            + " does not need it: its owner must delete it");
  }

  private final class Removal implements Preparation.Change {
    private final long id;
    private final String login;
    private final String token;
    private final Principal person;

    Removal(long id, String login, String token, Principal person) {
      this.id = id;
      this.login = login;
      this.token = token;
      this.person = person;
    }

    @Override
    public Principal principal() {
      return person;
    }

    @Override
    public String description() {
      return "take from token "
          + token
          + " of "
          + login
          + " its authorization for "
          + organization.login();
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      authorizations.remove(id);
    }

    @Override
    public String verify() {
      ReadBack.until(
          () -> authorizations.find(login, token).isEmpty(), "that the authorization is gone");
      return "read back: token "
          + token
          + " of "
          + login
          + " is not authorized for "
          + organization.login()
          + "; what is public, and other organizations, it still reaches until its owner deletes"
          + " it; to undo it, the person makes a new token and authorizes it";
    }
  }
}
