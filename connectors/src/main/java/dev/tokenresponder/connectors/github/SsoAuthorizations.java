package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.http.ApiRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What an organization with single sign-on let in (REST reference, Enterprise Cloud,
 * "Organizations": "List SAML SSO authorizations for an organization", "Remove a SAML SSO
 * authorization for an organization"). Permission: {@code organization_administration}.
 */
final class SsoAuthorizations {
  private static final Access ACCESS = Access.ORGANIZATION_ADMINISTRATION;
  private static final String TOKEN = "personal access token";

  private final Organization organization;

  SsoAuthorizations(Organization organization) {
    this.organization = organization;
  }

  /**
   * One authorization.
   *
   * @param id of the authorization, not of the token
   * @param token whether it is that of a classic token
   * @param tokenId of the classic token; empty for anything else, and where GitHub does not tell it
   */
  record Authorization(long id, boolean token, String tokenId) {}

  /** What a person authorized. */
  List<Authorization> of(String login) {
    String what = "list what " + login + " authorized for " + organization.login();
    String query = "?login=" + ApiRequest.encode(login);
    List<Authorization> found = new ArrayList<>();
    for (JsonNode item : organization.list(ACCESS, what, path() + query)) {
      boolean token = Answers.text(item, "credential_type", what).equalsIgnoreCase(TOKEN);
      if (Answers.text(item, "login", what).equalsIgnoreCase(login)) {
        found.add(
            new Authorization(
                Answers.id(item, "credential_id", what),
                token,
                token && item.path("authorized_credential_id").isIntegralNumber()
                    ? item.path("authorized_credential_id").asText()
                    : ""));
      }
    }
    return found;
  }

  /** Removes one; one that is gone already is no error. */
  void remove(long id) {
    organization.call(
        ACCESS,
        ApiRequest.delete("remove the authorization " + id, path() + "/" + id).accepting(404));
  }

  private String path() {
    return organization.path() + "/credential-authorizations";
  }
}
