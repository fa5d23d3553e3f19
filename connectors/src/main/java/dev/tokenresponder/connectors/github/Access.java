package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a token of the App's may do: one permission, and where that is one of repositories, in one
 * of them (REST reference, "Create an installation access token for an app", {@code permissions},
 * {@code repositories}).
 *
 * @param permission always for writing, which includes reading
 * @param repository its name without the owner; null for a permission of the organization
 */
record Access(String permission, @Nullable String repository) {
  static final Access ORGANIZATION_ADMINISTRATION = new Access("organization_administration", null);
  static final Access ORGANIZATION_TOKENS = new Access("organization_personal_access_tokens", null);

  static Access repositoryAdministration(String repository) {
    return new Access("administration", repository);
  }

  ObjectNode request() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.putObject("permissions").put(permission, "write");
    if (repository != null) {
      request.putArray("repositories").add(repository);
    }
    return request;
  }
}
