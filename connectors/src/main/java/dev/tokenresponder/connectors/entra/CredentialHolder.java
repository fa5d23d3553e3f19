package dev.tokenresponder.connectors.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * An application or service principal with its credentials (Microsoft Graph REST reference,
 * "passwordCredential resource type", "keyCredential resource type"). Of passwords the directory
 * gives no more than the id.
 *
 * @param path its address, {@code /applications/…} or {@code /servicePrincipals/…}
 * @param clientId the id of the application
 * @param passwords the ids of its passwords
 * @param keys its certificates, as they must be given back
 */
record CredentialHolder(String path, String clientId, Set<String> passwords, List<JsonNode> keys) {

  CredentialHolder {
    passwords = Set.copyOf(passwords);
    keys = List.copyOf(keys);
  }

  boolean hasPassword(String id) {
    return passwords.contains(id);
  }

  boolean hasKey(String id) {
    return keys.stream().anyMatch(key -> isKey(key, id));
  }

  boolean has(String id) {
    return hasPassword(id) || hasKey(id);
  }

  /** All certificates but one. */
  List<JsonNode> keysWithout(String id) {
    return keys.stream().filter(key -> !isKey(key, id)).toList();
  }

  /** Whether all others can be given back, so that none is lost with the one. */
  boolean canDoWithout(String id) {
    return keysWithout(id).stream().allMatch(key -> key.path("key").isTextual());
  }

  private static boolean isKey(JsonNode key, String id) {
    return key.path("keyId").asText().equalsIgnoreCase(id);
  }

  /** Without the certificates. */
  @Override
  public String toString() {
    return path;
  }
}
