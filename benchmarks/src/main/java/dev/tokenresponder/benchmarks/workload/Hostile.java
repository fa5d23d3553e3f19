package dev.tokenresponder.benchmarks.workload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Events that an attacker could write to make matching slow, within the bounds of a record. */
final class Hostile {
  private static final int ELEMENTS = 10_000;
  private static final int LONG = 64 * 1024;
  private static final int DEEP = 90;

  private final Events events;
  private final Random random;

  Hostile(Events events, Random random) {
    this.events = events;
    this.random = random;
  }

  /** One event of each kind, by a name that says what is odd about it. */
  Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("array of 10,000 near misses in a field that rules read", nearMisses());
    all.put("array of 10,000 names that rules ask for, of another service", actionNames());
    all.put("64 KiB text full of near misses", text());
    all.put("64 KiB text of one repeated beginning", repeated());
    all.put("nesting 90 deep below a key that rules read", deep());
    all.put("escapes throughout, in a field that rules read", escapes(true));
    all.put("escapes throughout, in a field that no rule reads", escapes(false));
    all.put("10,000 keys that no rule reads", keys());
    return all;
  }

  private byte[] nearMisses() {
    ObjectNode event = events.ordinary();
    ArrayNode names = request(event).putArray("bucketName");
    for (int i = 0; i < ELEMENTS; i++) {
      names.add(Names.quiet(random));
    }
    return Events.bytes(event);
  }

  private byte[] actionNames() {
    ObjectNode event = events.ordinary();
    ArrayNode names = event.putArray("eventName");
    events.watchedNames(ELEMENTS).forEach(names::add);
    event.put("eventSource", "tagging.amazonaws.com");
    return Events.bytes(event);
  }

  private byte[] text() {
    StringBuilder text = new StringBuilder(LONG);
    while (text.length() < LONG) {
      text.append(Names.quiet(random)).append('/');
    }
    return withArn(text.toString());
  }

  private byte[] repeated() {
    return withArn("admin-admin-".repeat(LONG / 12));
  }

  private byte[] withArn(String arn) {
    ObjectNode event = events.ordinary();
    Paths.set(event, "userIdentity.arn", event.textNode(arn));
    return Events.bytes(event);
  }

  private byte[] deep() {
    ObjectNode event = events.ordinary();
    ObjectNode at = request(event);
    for (int i = 0; i < DEEP; i++) {
      for (int key = 0; key < 4; key++) {
        at.put("bucketName" + key, Names.quiet(random));
      }
      at = at.putObject("requestParameters");
    }
    return Events.bytes(event);
  }

  private byte[] escapes(boolean read) {
    String key = read ? "arn" : "comment";
    ObjectNode event = events.ordinary();
    Paths.set(event, "userIdentity." + key, event.textNode("@"));
    String escaped = "\\u0061\\n\\\"\\\\dmin\\u00e9-".repeat(LONG / 24);
    return new String(Events.bytes(event), StandardCharsets.UTF_8)
        .replace("\"" + key + "\":\"@\"", "\"" + key + "\":\"" + escaped + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] keys() {
    ObjectNode event = events.ordinary();
    ObjectNode request = request(event);
    for (int i = 0; i < ELEMENTS; i++) {
      request.put("bucket" + i, i);
    }
    return Events.bytes(event);
  }

  private static ObjectNode request(ObjectNode event) {
    return event.putObject("requestParameters");
  }
}
