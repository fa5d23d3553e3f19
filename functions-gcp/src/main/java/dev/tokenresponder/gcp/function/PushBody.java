package dev.tokenresponder.gcp.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import dev.tokenresponder.respond.MalformedEventException;
import dev.tokenresponder.respond.Seal;
import java.util.Base64;

/** The message in the body of a push (Pub/Sub, "Push subscriptions", "Receive messages"). */
final class PushBody {

  private PushBody() {}

  /**
   * What is to be judged: a record that came by webhook, or else the whole push, for its envelope
   * says where a log's entry came from.
   *
   * @throws MalformedEventException when there is no message
   */
  static byte[] event(byte[] body) {
    byte[] data = data(body);
    return Seal.isOn(data) ? data : body;
  }

  /**
   * The message's data.
   *
   * @throws MalformedEventException when there is none
   */
  static byte[] data(byte[] body) {
    try {
      JsonNode root = Json.read(body);
      JsonNode push = root.path("data").isObject() ? root.path("data") : root;
      JsonNode data = push.path("message").path("data");
      if (!data.isTextual()) {
        throw new MalformedEventException("malformed: a push without a message");
      }
      return Base64.getDecoder().decode(data.textValue());
    } catch (MalformedRecordException | IllegalArgumentException e) {
      throw new MalformedEventException("malformed: " + e.getMessage());
    }
  }
}
