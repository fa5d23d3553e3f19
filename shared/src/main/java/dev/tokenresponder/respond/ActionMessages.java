package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.incident.Incident;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of the messages on the responder's bus or topic. */
public final class ActionMessages {
  /** The {@code source} of every message of ours. */
  public static final String SOURCE = "token-responder";

  /** Asks for one action. */
  public static final String REQUESTED = "Action Requested";

  /** Asks for another look at what was done. */
  public static final String RECHECK = "Re-check Requested";

  /** Tells what became of one. */
  public static final String COMPLETED = "Action Completed";

  /** Asks for an action to be taken back, which the store must hold a decision about. */
  public static final String UNDO_REQUESTED = "Undo Requested";

  /** Holds a record that came by webhook, sealed. */
  public static final String RECEIVED = "Record Received";

  /** Tells that an incident has more findings. */
  public static final String INCIDENT_UPDATED = "Incident Updated";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ActionMessages() {}

  /** Writes a request. */
  public static String write(ActionRequest request) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("incident", request.incident());
    node.put("action", request.action());
    node.put("target", request.target());
    node.put("account", request.account());
    node.set("arguments", MAPPER.valueToTree(request.arguments()));
    node.put("mode", request.mode().label());
    node.put("reason", request.reason());
    node.set("evidence", MAPPER.valueToTree(request.evidence()));
    node.put("requested_at", request.requestedAt().toString());
    node.put("attempt", request.attempt());
    return node.toString();
  }

  /**
   * Reads a request.
   *
   * @throws ActionException as permanent when something is missing or of the wrong kind
   */
  public static ActionRequest read(JsonNode node) {
    try {
      return new ActionRequest(
          text(node, "incident"),
          text(node, "action"),
          text(node, "target"),
          node.path("account").textValue(),
          texts(node, "arguments"),
          Disposition.of(text(node, "mode")),
          text(node, "reason"),
          texts(node, "evidence"),
          Instant.parse(text(node, "requested_at")),
          node.path("attempt").asInt(1));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw ActionException.permanent("the action request is malformed: " + e.getMessage(), e);
    }
  }

  /** Writes which action is meant. */
  public static String write(ActionKey key) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("incident", key.incident());
    node.put("action", key.action());
    node.put("target", key.target());
    return node.toString();
  }

  /** Writes an outcome. */
  public static String write(ActionOutcome outcome) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("incident", outcome.key().incident());
    node.put("action", outcome.key().action());
    node.put("target", outcome.key().target());
    node.put("status", outcome.status().label());
    node.put("reason", outcome.reason());
    node.put("undo", outcome.undoCommand());
    node.put("at", outcome.at().toString());
    return node.toString();
  }

  /** Writes how an incident stands. */
  public static String write(Incident incident) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("incident", incident.id());
    node.put("state", incident.state().label());
    node.put("level", incident.level().label());
    node.put("subject", incident.subject());
    node.put("principal", incident.principal());
    node.put("account", incident.account());
    node.put("opened_at", incident.openedAt().toString());
    node.put("findings", incident.sightings().size());
    return node.toString();
  }

  private static String text(JsonNode node, String name) {
    @Nullable String text = node.path(name).textValue();
    if (text == null || text.isEmpty()) {
      throw new IllegalArgumentException("'" + name + "' must be a string");
    }
    return text;
  }

  private static Map<String, String> texts(JsonNode node, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.path(name).properties()) {
      if (!field.getValue().isTextual()) {
        throw new IllegalArgumentException(
            "'" + name + "." + field.getKey() + "' must be a string");
      }
      texts.put(field.getKey(), field.getValue().textValue());
    }
    return texts;
  }
}
