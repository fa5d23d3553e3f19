package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.github.SsoAuthorizations.Authorization;
import dev.tokenresponder.event.Principal;
import java.util.List;
import java.util.Optional;

/**
 * Takes from a classic token its authorization for the organization. It cannot be given back to the
 * same token: the person makes a new one (REST reference, Enterprise Cloud, "Remove a SAML SSO
 * authorization for an organization"). With a linked identity only authorized tokens get in, also
 * where single sign-on is not required (GitHub Docs, "Authorizing a personal access token for use
 * with single sign-on"). Permission: {@code organization_administration}.
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
    List<Authorization> all = authorizations.of(login);
    Optional<Authorization> found = find(all, token);
    if (found.isPresent()) {
      Principal person = organization.person(Access.ORGANIZATION_ADMINISTRATION, login);
      return new Preparation.Ready(new Removal(found.get().id(), login, token, person));
    }
    if (all.stream().anyMatch(each -> each.token() && each.tokenId().isEmpty())) {
      return untold(login, token);
    }
    return all.isEmpty() ? unknown(login, token) : without(login, token);
  }

  private static Optional<Authorization> find(List<Authorization> all, String token) {
    return all.stream().filter(each -> each.tokenId().equals(token)).findFirst();
  }

  /** GitHub may leave out which token was authorized (REST reference, the field may be null). */
  private Preparation untold(String login, String token) {
    return new Preparation.Refused(
        "it cannot be told whether token "
            + token
            + " of "
            + login
            + " is authorized for "
            + organization.login()
            + ": GitHub lists a token of theirs without its id");
  }

  /** Whoever has signed on that way gets in with what is authorized, and with nothing else. */
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

  /** Whoever never signed on that way may get in without, where it is not required. */
  private Preparation unknown(String login, String token) {
    return new Preparation.Refused(
        login
            + " has authorized nothing for "
            + organization.login()
            + ", so that token "
            + token
            + " may get in without where single sign-on is not required: its owner must delete it");
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
          () -> find(authorizations.of(login), token).isEmpty(), "that the authorization is gone");
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
