package dev.tokenresponder.connectors.github;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.ReadBack;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.connectors.github.TokenGrants.TokenGrant;
import dev.tokenresponder.event.Principal;
import java.util.Optional;

/**
 * Takes from a fine-grained token its access to the organization. SSH keys made with it keep
 * working, and it still reads what is public (GitHub Docs, "Reviewing and revoking personal access
 * tokens in your organization"), which the outcome says. Permission: {@code
 * organization_personal_access_tokens}.
 */
final class RevokeFineGrainedToken implements ActionHandler {
  private static final String RESIDUE =
      "; it still reads what is public, and SSH keys that were made with it keep working";

  private final Organization organization;
  private final TokenGrants grants;

  RevokeFineGrainedToken(Organization organization) {
    this.organization = organization;
    this.grants = new TokenGrants(organization);
  }

  @Override
  public Preparation prepare(ActionRequest request) {
    Optional<Preparation> refusal = organization.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String login = request.argument(Arguments.LOGIN);
    String token = request.argument(Arguments.TOKEN_ID);
    Optional<String> number = Optional.ofNullable(request.arguments().get(Arguments.USER_ID));
    return grants
        .find(token)
        .map(grant -> found(grant, login, number, token))
        .orElseGet(() -> without(login, number, token));
  }

  /** By the number, where the record told it; a name may be another's by now. */
  private Preparation found(TokenGrant grant, String login, Optional<String> number, String token) {
    boolean same =
        number
            .map(id -> id.equals(grant.owner().id()))
            .orElse(login.equalsIgnoreCase(grant.owner().name()));
    return same
        ? new Preparation.Ready(new Revocation(grant, login, token))
        : new Preparation.Refused(
            "fine-grained token " + token + " is that of " + grant.owner().display());
  }

  /** Only of somebody who is there as the record says does a missing token mean a revoked one. */
  private Preparation without(String login, Optional<String> number, String token) {
    String id = organization.person(Access.ORGANIZATION_TOKENS, login).id();
    return number.isPresent() && number.get().equals(id)
        ? new Preparation.Unchanged(
            name(login, token) + " has no access to " + organization.login() + ", or no longer",
            Undo.NOTHING)
        : new Preparation.Refused(
            "it cannot be told whether "
                + name(login, token)
                + " has access to "
                + organization.login()
                + ": it is not listed, and GitHub does not know its holder by that name and"
                + " number");
  }

  private static String name(String login, String token) {
    return "fine-grained token " + token + " of " + login;
  }

  private final class Revocation implements Preparation.Change {
    private final TokenGrant grant;
    private final String login;
    private final String token;

    Revocation(TokenGrant grant, String login, String token) {
      this.grant = grant;
      this.login = login;
      this.token = token;
    }

    @Override
    public Principal principal() {
      return grant.owner();
    }

    @Override
    public String description() {
      return "take from " + name(login, token) + " its access to " + organization.login();
    }

    @Override
    public Undo undo() {
      return Undo.NOTHING;
    }

    @Override
    public void apply() {
      grants.revoke(grant.id());
    }

    @Override
    public String verify() {
      ReadBack.until(() -> grants.find(token).isEmpty(), "that the access is gone");
      return "read back: "
          + name(login, token)
          + " has no access to "
          + organization.login()
          + RESIDUE
          + "; to undo it, the person asks for access with a new token";
    }
  }
}
