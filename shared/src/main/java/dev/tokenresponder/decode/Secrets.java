package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Removes secrets from a record before anything else sees it. CloudTrail, for one, shows {@code
 * responseElements.credentials.sessionToken} of every issued session.
 */
final class Secrets {
  private static final Set<String> NAMES =
      Set.of(
          "sessiontoken",
          "secretaccesskey",
          "secretkey",
          "password",
          "newpassword",
          "oldpassword",
          "accesstoken",
          "refreshtoken",
          "idtoken",
          "signintoken",
          "samlassertion",
          "webidentitytoken",
          "clientsecret",
          "devicecode",
          "privatekey",
          "privatekeydata",
          "tokencode",
          "accesssas",
          "kubectl.kubernetes.io/lastappliedconfiguration",
          "secrettext",
          "token");

  /** What a Secret of Kubernetes holds; the items of a list do not say what they are. */
  private static final List<String> CONTENT = List.of("data", "stringData");

  private Secrets() {}

  /** Removes, in place, every field whose name says that its value is a secret. */
  static void remove(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if ("secrets".equals(object.path("objectRef").path("resource").asText())) {
        removeContent(object);
      }
      String kind = object.path("kind").asText();
      if (kind.equals("Secret")) {
        object.remove(CONTENT);
      } else if (kind.equals("SecretList")) {
        for (JsonNode item : object.path("items")) {
          if (item instanceof ObjectNode secret) {
            secret.remove(CONTENT);
          }
        }
      }
      for (Map.Entry<String, JsonNode> field : new ArrayList<>(object.properties())) {
        if (isSecret(field.getKey())) {
          object.remove(field.getKey());
        } else {
          remove(field.getValue());
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(Secrets::remove);
    }
  }

  /** A patch of a secret does not say what it is, and may be a list of changes. */
  private static void removeContent(ObjectNode event) {
    for (String name : List.of("requestObject", "responseObject")) {
      if (event.path(name) instanceof ObjectNode secret) {
        secret.remove(CONTENT);
      } else {
        event.remove(name);
      }
    }
  }

  private static boolean isSecret(String name) {
    String folded = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return NAMES.contains(folded);
  }
}
