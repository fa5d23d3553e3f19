package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.Optional;

/**
 * Which fine-grained tokens reach an organization (REST reference, "Personal access tokens": "List
 * fine-grained personal access tokens with access to organization resources", "Update the access a
 * fine-grained personal access token has to organization resources"; only for GitHub Apps).
 * Permission: {@code organization_personal_access_tokens}.
 */
final class TokenGrants {
  private static final Access ACCESS = Access.ORGANIZATION_TOKENS;

  private final Organization organization;

  TokenGrants(Organization organization) {
    this.organization = organization;
  }

  /**
   * One token's access.
   *
   * @param id of the access, not of the token
   */
  record TokenGrant(long id, String tokenName, Principal owner) {}

  /**
   * What a token reaches; empty when it reaches nothing here. All are looked through, for names of
   * holders change, and the id of the token "can also be found in audit log events".
   */
  Optional<TokenGrant> find(String tokenId) {
    String what = "list the fine-grained tokens in " + organization.login();
    for (JsonNode item : organization.list(ACCESS, what, path())) {
      JsonNode owner = item.path("owner");
      Principal principal =
          new Principal(
              PrincipalType.USER,
              String.valueOf(Answers.id(owner, "id", what)),
              Answers.text(owner, "login", what),
              organization.account(),
              null);
      if (String.valueOf(Answers.id(item, "token_id", what)).equals(tokenId)) {
        return Optional.of(
            new TokenGrant(
                Answers.id(item, "id", what), item.path("token_name").asText(""), principal));
      }
    }
    return Optional.empty();
  }

  /** Takes the access away; one that is gone already is no error. */
  void revoke(long id) {
    organization.call(
        ACCESS,
        ApiRequest.send(
                "revoke the access " + id,
                "POST",
                path() + "/" + id,
                JsonNodeFactory.instance.objectNode().put("action", "revoke"))
            .accepting(404));
  }

  private String path() {
    return organization.path() + "/personal-access-tokens";
  }
}
