package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error of a Google API (Cloud APIs, "Errors", "HTTP mapping"). */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;

  private Refusal(int status, ObjectNode body) {
    super(body.toString());
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  String body() {
    return body.toString();
  }

  static Refusal of(int status, String name, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", status).put("message", message).put("status", name);
    return new Refusal(status, body);
  }

  /** The older form, which the Directory API uses (Admin SDK, "Error codes"). */
  static Refusal directory(int status, String reason, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", status).put("message", message);
    error
        .putArray("errors")
        .addObject()
        .put("domain", "global")
        .put("reason", reason)
        .put("message", message);
    return new Refusal(status, body);
  }

  /** The form of the token endpoint (RFC 6749, section 5.2). */
  static Refusal oauth(int status, String error, String description) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", error).put("error_description", description);
    return new Refusal(status, body);
  }

  static Refusal invalid(String message) {
    return of(400, "INVALID_ARGUMENT", message);
  }

  static Refusal notFound(String what) {
    return of(404, "NOT_FOUND", what + " does not exist.");
  }
}
