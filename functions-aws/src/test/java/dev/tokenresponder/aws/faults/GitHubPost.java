package dev.tokenresponder.aws.faults;

import dev.tokenresponder.connectors.inbound.InboundRequest;
import dev.tokenresponder.respond.Hmac;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The webhook of GitHub that a fine-grained token was let into an organization. */
final class GitHubPost {
  private static final String EVENT = "personal_access_token_request";

  private GitHubPost() {}

  static InboundRequest post(int token, String secret) {
    byte[] body =
        """
        {"action": "approved",
         "personal_access_token_request": {
           "owner": {"login": "bob-example", "id": 1002},
           "repository_selection": "all", "token_id": %d, "token_name": "deploy"},
         "organization": {"login": "example", "id": 601},
         "sender": {"login": "carol-example", "id": 1003, "type": "User"}}
        """
            .formatted(token)
            .getBytes(StandardCharsets.UTF_8);
    return new InboundRequest(
        "POST",
        "/github",
        Map.of(
            "content-type",
            "application/json",
            "x-github-event",
            EVENT,
            "x-hub-signature-256",
            "sha256=" + new Hmac(secret).of(body)),
        body);
  }

  /** The same, as the audit log tells it. */
  static String record(int token) {
    return """
        {"_document_id": "d-%d", "@timestamp": 1795507200000, "org": "example",
         "action": "personal_access_token.access_granted", "actor": "carol-example",
         "user": "bob-example", "user_id": 1002, "repository_selection": "all",
         "user_programmatic_access_id": %d, "user_programmatic_access_name": "deploy"}
        """
        .formatted(token, token);
  }

  /** What is done about it under the rule of {@link ForgedEventsTest}. */
  static String change(int token) {
    return "revoke-fine-grained-token bob-example/fine-grained-tokens/" + token;
  }
}
