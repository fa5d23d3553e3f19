package dev.tokenresponder.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A webhook's event as the record of the audit log that tells of the same (GitHub Docs, "Webhook
 * events and payloads": {@code deploy_key}, {@code organization}, {@code
 * personal_access_token_request}). Only what an event says is in the record; webhooks tell neither
 * addresses nor sessions.
 */
final class GitHubWebhookRecord {
  private GitHubWebhookRecord() {}

  /**
   * The record; empty for other events.
   *
   * @param id what is the same whenever the same event comes
   */
  static Optional<String> of(String event, JsonNode body, String id, Clock clock) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("_document_id", "webhook-" + id);
    record.put("@timestamp", clock.millis());
    put(record, "actor", body.at("/sender/login"));
    put(record, "actor_id", body.at("/sender/id"));
    record.put("actor_is_bot", "Bot".equals(body.at("/sender/type").asText()));
    put(record, "org", body.at("/organization/login"));
    put(record, "org_id", body.at("/organization/id"));
    String kind = event + "." + body.path("action").asText();
    boolean known =
        switch (kind) {
          case "deploy_key.created" -> deployKey(record, body);
          case "organization.member_added" -> memberAdded(record, body.path("membership"));
          case "personal_access_token_request.created" ->
              token(record, body, "personal_access_token.request_created");
          case "personal_access_token_request.approved" ->
              token(record, body, "personal_access_token.access_granted");
          default -> false;
        };
    return known ? Optional.of(record.toString()) : Optional.empty();
  }

  private static boolean deployKey(ObjectNode record, JsonNode body) {
    JsonNode key = body.path("key");
    record.put("action", "public_key.create");
    time(key.path("created_at")).ifPresent(millis -> record.put("@timestamp", millis));
    put(record, "repo", body.at("/repository/full_name"));
    put(record, "repo_id", body.at("/repository/id"));
    put(record, "title", key.path("title"));
    record.put("read_only", key.path("read_only").asText());
    Fingerprint.of(key.path("key").asText()).ifPresent(print -> record.put("fingerprint", print));
    return true;
  }

  private static boolean memberAdded(ObjectNode record, JsonNode membership) {
    record.put("action", "org.add_member");
    put(record, "user", membership.at("/user/login"));
    put(record, "user_id", membership.at("/user/id"));
    put(record, "permission", membership.path("role"));
    return true;
  }

  private static boolean token(ObjectNode record, JsonNode body, String action) {
    JsonNode request = body.path("personal_access_token_request");
    record.put("action", action);
    put(record, "user", request.at("/owner/login"));
    put(record, "user_id", request.at("/owner/id"));
    put(record, "repository_selection", request.path("repository_selection"));
    put(record, "user_programmatic_access_id", request.path("token_id"));
    put(record, "user_programmatic_access_name", request.path("token_name"));
    return true;
  }

  private static void put(ObjectNode record, String name, JsonNode value) {
    if (value.isTextual() || value.isIntegralNumber()) {
      record.set(name, value);
    }
  }

  private static Optional<Long> time(JsonNode text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.asText()).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
