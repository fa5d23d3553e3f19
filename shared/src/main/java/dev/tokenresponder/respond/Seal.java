package dev.tokenresponder.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.decode.MalformedRecordException;
import java.nio.charset.StandardCharsets;

/**
 * The proof that a record on the bus came through the function that checks webhooks: a code over
 * the record and its source, under a secret that only that function and {@code evaluate} know.
 * Whoever else may write to the bus can put nothing there that is believed.
 */
public final class Seal {
  private final Hmac hmac;

  /**
   * @param secret as {@link Hmac#Hmac} demands
   */
  public Seal(String secret) {
    this.hmac = new Hmac(secret);
  }

  /**
   * A record whose seal holds.
   *
   * @param source the one source that it is a record of
   * @param record JSON
   */
  public record Opened(String source, byte[] record) {}

  /** The {@code detail} of a message that holds the record. */
  public String close(String source, String record) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("source", source);
    detail.put("record", record);
    detail.put("seal", code(source, record));
    return detail.toString();
  }

  /**
   * Whether an event is one of ours that holds a sealed record, by its envelope and by nothing that
   * stands further inside; says nothing about the seal.
   */
  public static boolean isOn(byte[] event) {
    if (!new String(event, StandardCharsets.ISO_8859_1).contains('"' + ActionMessages.RECEIVED)) {
      return false;
    }
    try {
      return isOurs(Json.read(event));
    } catch (MalformedRecordException e) {
      return false;
    }
  }

  private static boolean isOurs(JsonNode envelope) {
    return ActionMessages.SOURCE.equals(envelope.path("source").textValue())
        && ActionMessages.RECEIVED.equals(envelope.path("detail-type").textValue());
  }

  /**
   * Opens an event that holds a sealed record.
   *
   * @throws MalformedEventException when its seal does not hold
   */
  public Opened open(byte[] event) {
    try {
      JsonNode envelope = Json.read(event);
      JsonNode detail = envelope.path("detail");
      String source = detail.path("source").asText("");
      String record = detail.path("record").asText("");
      boolean ours = isOurs(envelope);
      if (!ours || !Hmac.same(code(source, record), detail.path("seal").asText(""))) {
        throw new MalformedEventException("the seal of a received record does not hold");
      }
      return new Opened(source, record.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedRecordException e) {
      throw new MalformedEventException("malformed: " + e.getMessage());
    }
  }

  private String code(String source, String record) {
    return "v1="
        + hmac.of(
            (source + "\n").getBytes(StandardCharsets.UTF_8),
            record.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Seal";
  }
}
