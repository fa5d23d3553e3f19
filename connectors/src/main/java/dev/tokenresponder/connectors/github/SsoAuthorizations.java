package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.connectors.http.ApiRequest;
import java.util.OptionalLong;

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

  /** The authorization of a person's classic token; empty when it has none. */
  OptionalLong find(String login, String tokenId) {
    String what = "list what " + login + " authorized for " + organization.login();
    String query = "?login=" + ApiRequest.encode(login);
    for (JsonNode item : organization.list(ACCESS, what, path() + query)) {
      boolean token = Answers.text(item, "credential_type", what).equalsIgnoreCase(TOKEN);
      boolean hers = Answers.text(item, "login", what).equalsIgnoreCase(login);
      if (token && hers && item.path("authorized_credential_id").asText().equals(tokenId)) {
        return OptionalLong.of(Answers.id(item, "credential_id", what));
      }
    }
    return OptionalLong.empty();
  }

  /** Whether anything at all is authorized, so that single sign-on is asked for. */
  boolean any() {
    String what = "look whether " + organization.login() + " asks for single sign-on";
    JsonNode body = organization.call(ACCESS, ApiRequest.get(what, path() + "?per_page=1")).body();
    if (!body.isArray()) {
      throw Answers.malformed(what);
    }
    return !body.isEmpty();
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
