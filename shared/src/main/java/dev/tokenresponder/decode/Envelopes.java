package dev.tokenresponder.decode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tokenresponder.event.Provenance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes records out of what they travel in: EventBridge events, SQS messages, Pub/Sub messages
 * (push and CloudEvent), Cloud Logging entries, CloudWatch Logs batches, and {@code Records} lists
 * of any of these.
 */
public final class Envelopes {
  private static final int MOST_LAYERS = 4;

  private Envelopes() {}

  /**
   * Opens one element of input.
   *
   * @return the records in it, in order; a record that cannot be read is an {@link
   *     Opened.Unreadable} among the others
   */
  public static List<Opened> open(byte[] element, Intake intake) {
    List<Opened> opened = new ArrayList<>();
    read(element, intake, MOST_LAYERS, opened);
    return opened;
  }

  /** What came out of an envelope. */
  public sealed interface Opened {
    /** A record. */
    record Readable(RawRecord record) implements Opened {}

    /** Something that cannot be read, and why. */
    record Unreadable(String reason) implements Opened {}
  }

  private static void read(byte[] bytes, Intake intake, int layers, List<Opened> opened) {
    try {
      JsonNode node = Json.read(bytes);
      Secrets.remove(node);
      unwrap(node, null, intake, layers, opened);
    } catch (MalformedRecordException e) {
      opened.add(new Opened.Unreadable(String.valueOf(e.getMessage())));
    }
  }

  private static void unwrap(
      JsonNode node, @Nullable JsonNode bus, Intake intake, int layers, List<Opened> opened) {
    if (layers == 0) {
      throw new MalformedRecordException("more envelopes in each other than " + MOST_LAYERS);
    }
    if (!node.isObject()) {
      throw new MalformedRecordException("a record must be a JSON object");
    }
    if (node.path("Records").isArray()) {
      each(node.path("Records"), intake, layers, opened);
    } else if (node.has("detail-type") && node.has("detail")) {
      unwrap(node.get("detail"), node, intake, layers - 1, opened);
    } else if (node.has("messageId") && node.path("body").isTextual()) {
      read(utf8(node.get("body").textValue()), intake, layers - 1, opened);
    } else if (node.path("message").path("data").isTextual()) {
      read(base64(node.get("message").get("data")), intake, layers - 1, opened);
    } else if (node.has("specversion") && node.path("data").isObject()) {
      unwrap(node.get("data"), bus, intake, layers - 1, opened);
    } else if (node.path("awslogs").path("data").isTextual()) {
      read(inflate(base64(node.get("awslogs").get("data"))), intake, layers - 1, opened);
    } else if (node.path("logEvents").isArray() && node.has("messageType")) {
      node.get("logEvents")
          .forEach(entry -> read(utf8(entry.path("message").asText()), intake, layers - 1, opened));
    } else {
      opened.add(new Opened.Readable(record(node, bus, intake)));
    }
  }

  private static void each(JsonNode records, Intake intake, int layers, List<Opened> opened) {
    for (JsonNode record : records) {
      try {
        unwrap(record, null, intake, layers - 1, opened);
      } catch (MalformedRecordException e) {
        opened.add(new Opened.Unreadable(String.valueOf(e.getMessage())));
      }
    }
  }

  /**
   * EventBridge lets nobody but AWS put events whose source begins with "aws." (PutEvents API
   * reference, "Source"), so such an envelope proves its record; another source proves nothing.
   */
  private static RawRecord record(JsonNode body, @Nullable JsonNode bus, Intake intake) {
    if (bus == null) {
      Provenance provenance = intake == Intake.OPERATOR ? Provenance.VERIFIED : Provenance.CLAIMED;
      return new RawRecord(body, null, null, null, null, provenance);
    }
    String source = bus.path("source").asText("");
    return new RawRecord(
        body,
        source,
        bus.path("id").textValue(),
        bus.path("time").textValue(),
        bus.path("account").textValue(),
        source.startsWith("aws.") ? Provenance.VERIFIED : Provenance.CLAIMED);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] base64(JsonNode text) {
    try {
      return Base64.getDecoder().decode(text.textValue());
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("an envelope's data is not base64");
    }
  }

  /** Unpacks no more than one byte too many, which then is refused as too long. */
  private static byte[] inflate(byte[] compressed) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return in.readNBytes(Json.MOST_BYTES + 1);
    } catch (IOException e) {
      throw new MalformedRecordException("a compressed batch is not gzip");
    }
  }
}
