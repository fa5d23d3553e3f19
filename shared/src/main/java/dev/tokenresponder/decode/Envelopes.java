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
import java.util.Objects;
import java.util.Set;
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
    return open(element, intake, Set.of());
  }

  /**
   * The same, with clusters whose log is believed.
   *
   * @param clusters {@code eks/ACCOUNT/CLUSTER}: those to whose log in CloudWatch Logs nobody but
   *     EKS writes. Otherwise whoever has {@code logs:PutLogEvents} could (CloudWatch Logs API
   *     reference, "PutLogEvents"), as the managed policy of many functions grants
   */
  public static List<Opened> open(byte[] element, Intake intake, Set<String> clusters) {
    List<Opened> opened = new ArrayList<>();
    read(element, Belief.of(intake, clusters), MOST_LAYERS, opened);
    return opened;
  }

  /** What came out of an envelope. */
  public sealed interface Opened {
    /** A record. */
    record Readable(RawRecord record) implements Opened {}

    /** Something that cannot be read, and why. */
    record Unreadable(String reason) implements Opened {}
  }

  /**
   * How far to believe what stands at some depth of envelopes.
   *
   * @param provenance what the layers so far prove
   * @param outermost no envelope has been opened yet
   * @param channel the source of the EventBridge event around, or Pub/Sub; null when there is none
   * @param log whose log the envelope around says it holds
   * @param clusters those whose log is believed
   */
  private record Belief(
      Provenance provenance,
      boolean outermost,
      @Nullable String channel,
      ClusterLog log,
      Set<String> clusters) {

    static Belief of(Intake intake, Set<String> clusters) {
      return switch (intake) {
        case OPERATOR -> new Belief(Provenance.VERIFIED, true, null, ClusterLog.NONE, clusters);
        case BUS -> new Belief(Provenance.CLAIMED, true, null, ClusterLog.NONE, clusters);
        case GOOGLE_PUSH ->
            new Belief(Provenance.VERIFIED, true, RawRecord.PUB_SUB, ClusterLog.NONE, clusters);
        case WEBHOOK ->
            new Belief(Provenance.VERIFIED, false, RawRecord.WEBHOOK, ClusterLog.NONE, clusters);
      };
    }

    /** Whatever an ordinary envelope holds is believed no more than the envelope. */
    Belief inside() {
      return new Belief(provenance, false, channel, log, clusters);
    }

    /** Inside a batch of CloudWatch Logs, which proves its records when it came by itself. */
    Belief insideBatch(ClusterLog whose) {
      boolean trusted = outermost && whose.cluster() != null && clusters.contains(whose.cluster());
      return trusted && provenance != Provenance.VERIFIED
          ? new Belief(Provenance.VERIFIED, false, RawRecord.CLUSTER_LOG, whose, clusters)
          : new Belief(provenance, false, channel, whose, clusters);
    }

    /**
     * EventBridge lets nobody but AWS put events whose source begins with "aws." (PutEvents API
     * reference, "Source"), so such an event proves its record when it is what the bus delivered,
     * and not something that anybody wrote into another envelope.
     */
    Belief insideEvent(String source) {
      boolean vouched = provenance == Provenance.VERIFIED && channel == null;
      boolean proven = source.startsWith("aws.") && (outermost || vouched);
      return new Belief(
          proven ? Provenance.VERIFIED : Provenance.CLAIMED, false, source, log, clusters);
    }
  }

  private static void read(byte[] bytes, Belief belief, int layers, List<Opened> opened) {
    try {
      JsonNode node = Json.read(bytes);
      Secrets.remove(node);
      unwrap(node, null, belief, layers, opened);
    } catch (MalformedRecordException e) {
      opened.add(new Opened.Unreadable(String.valueOf(e.getMessage())));
    }
  }

  private static void unwrap(
      JsonNode node, @Nullable JsonNode bus, Belief belief, int layers, List<Opened> opened) {
    if (layers == 0) {
      throw new MalformedRecordException("more envelopes in each other than " + MOST_LAYERS);
    }
    if (!node.isObject()) {
      throw new MalformedRecordException("a record must be a JSON object");
    }
    int next = layers - 1;
    if (node.has("eventName") && node.has("userIdentity")) {
      opened.add(new Opened.Readable(record(node, bus, belief)));
    } else if (node.path("Records").isArray()) {
      each(node.path("Records"), belief.inside(), next, opened);
    } else if (node.has("detail-type") && node.has("detail")) {
      Belief inside = belief.insideEvent(node.path("source").asText(""));
      unwrap(node.get("detail"), node, inside, next, opened);
    } else if (node.has("messageId") && node.path("body").isTextual()) {
      read(utf8(node.get("body").textValue()), belief.inside(), next, opened);
    } else if (node.path("message").path("data").isTextual()) {
      read(base64(node.get("message").get("data")), belief.inside(), next, opened);
    } else if (node.has("specversion") && node.path("data").isObject()) {
      unwrap(node.get("data"), bus, belief.inside(), next, opened);
    } else if (node.path("awslogs").path("data").isTextual()) {
      JsonNode data = Json.read(inflate(base64(node.get("awslogs").get("data"))));
      Secrets.remove(data);
      if (isBatch(data)) {
        batch(data, belief, next, opened);
      } else {
        unwrap(data, null, belief.inside(), next, opened);
      }
    } else if (list(node) != null) {
      each(Objects.requireNonNull(list(node)), belief.inside(), next, opened);
    } else if (node.path("category").asText().startsWith("kube-audit")
        && node.path("properties").path("log").isTextual()) {
      JsonNode event = Json.read(utf8(node.get("properties").get("log").textValue()));
      Secrets.remove(event);
      String time = node.path("time").textValue();
      ClusterLog log = ClusterLog.ofDiagnostic(node);
      opened.add(
          new Opened.Readable(
              new RawRecord(
                  event,
                  belief.channel(),
                  null,
                  time,
                  log.account(),
                  log.cluster(),
                  belief.provenance())));
    } else if (isBatch(node)) {
      batch(node, belief.inside(), next, opened);
    } else {
      opened.add(new Opened.Readable(record(node, bus, belief)));
    }
  }

  private static boolean isBatch(JsonNode node) {
    return "DATA_MESSAGE".equals(node.path("messageType").asText())
        && node.path("logEvents").isArray();
  }

  private static void batch(JsonNode batch, Belief belief, int layers, List<Opened> opened) {
    Belief inside = belief.insideBatch(ClusterLog.ofBatch(batch));
    for (JsonNode entry : batch.get("logEvents")) {
      read(utf8(entry.path("message").asText()), inside, layers, opened);
    }
  }

  /**
   * The list in what providers' interfaces answer with, or write in batches: Azure's {@code
   * records} of diagnostic settings, Graph's {@code value}, the Reports API's {@code items},
   * Slack's {@code entries}, Kubernetes' {@code EventList}; and {@code activities}, as exports of
   * Workspace have it.
   */
  private static @Nullable JsonNode list(JsonNode node) {
    boolean kinds = node.path("kind").asText().endsWith("activities");
    boolean events = "EventList".equals(node.path("kind").asText());
    for (String name :
        new String[] {"records", "activities", "entries", "value", "items", "events"}) {
      boolean named =
          switch (name) {
            case "value" -> node.has("@odata.context");
            case "items" -> kinds || events;
            case "events" -> node.has("has_more") && node.has("cursor");
            default -> true;
          };
      if (named && node.path(name).isArray()) {
        return node.get(name);
      }
    }
    return null;
  }

  private static void each(JsonNode records, Belief belief, int layers, List<Opened> opened) {
    for (JsonNode record : records) {
      try {
        unwrap(record, null, belief, layers, opened);
      } catch (MalformedRecordException e) {
        opened.add(new Opened.Unreadable(String.valueOf(e.getMessage())));
      }
    }
  }

  private static RawRecord record(JsonNode body, @Nullable JsonNode bus, Belief belief) {
    return bus == null
        ? new RawRecord(
            body,
            belief.channel(),
            null,
            null,
            belief.log().account(),
            belief.log().cluster(),
            belief.provenance())
        : new RawRecord(
            body,
            bus.path("source").asText(""),
            bus.path("id").textValue(),
            bus.path("time").textValue(),
            bus.path("account").textValue(),
            belief.log().cluster(),
            belief.provenance());
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
