package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tokenresponder.connectors.http.ApiRequest;
import dev.tokenresponder.connectors.http.ApiResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deploy keys of a repository (REST reference, "Deploy keys"). Permission: {@code
 * administration}, asked for in that one repository.
 */
final class DeployKeys {
  private final Organization organization;

  DeployKeys(Organization organization) {
    this.organization = organization;
  }

  /**
   * A deploy key.
   *
   * @param key the public key
   * @param addedBy who added it, where GitHub tells
   */
  record DeployKey(long id, String title, String key, boolean readOnly, @Nullable String addedBy) {}

  /** The key of that fingerprint; empty when there is none. */
  Optional<DeployKey> find(String repository, String fingerprint) {
    String what = "list the deploy keys of " + repository;
    for (JsonNode item : organization.list(access(repository), what, path(repository))) {
      String key = Answers.text(item, "key", what);
      if (Fingerprint.of(key).filter(fingerprint::equals).isPresent()) {
        return Optional.of(
            new DeployKey(
                Answers.id(item, "id", what),
                item.path("title").asText(""),
                key,
                Answers.flag(item, "read_only", what),
                item.path("added_by").textValue()));
      }
    }
    return Optional.empty();
  }

  /** Removes one; one that is gone already is no error. */
  void remove(String repository, long id) {
    organization.call(
        access(repository),
        ApiRequest.delete(
                "remove the deploy key " + id + " of " + repository, path(repository) + "/" + id)
            .accepting(404));
  }

  /** Adds one; false when GitHub does not accept it. */
  boolean add(String repository, String title, String key, boolean readOnly) {
    ApiResponse response =
        organization.call(
            access(repository),
            ApiRequest.send(
                    "add a deploy key to " + repository,
                    "POST",
                    path(repository),
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("title", title)
                        .put("key", key)
                        .put("read_only", readOnly))
                .accepting(422));
    return response.status() != 422;
  }

  static Access access(String repository) {
    return Access.repositoryAdministration(repository.substring(repository.indexOf('/') + 1));
  }

  private static String path(String repository) {
    int slash = repository.indexOf('/');
    return "/repos/"
        + ApiRequest.encode(repository.substring(0, slash))
        + "/"
        + ApiRequest.encode(repository.substring(slash + 1))
        + "/keys";
  }
}
