package dev.tokenresponder.aws.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.decode.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Events as EventBridge delivers them, made from the samples. */
final class Feed {
  static final Path EVENTS = Path.of("../events");
  static final Instant ISSUED = Instant.parse("2026-11-23T07:54:10Z");
  static final String BREAK_GLASS = "break-glass";

  private static final String STOLEN = sample("aws.cloudtrail/stolen-instance-session.json");
  private static final String EXPOSED = sample("aws.health/exposed-key.json");

  private Feed() {}

  /**
   * An event.
   *
   * @param about what the books know it by
   * @param changes the writes that it calls for when it is acted on
   */
  record Event(String about, String json, List<String> changes) {
    byte[] bytes() {
      return json.getBytes(StandardCharsets.UTF_8);
    }

    Event as(String other) {
      return new Event(other, json, changes);
    }

    /** The same as a call that was refused. */
    Event failed() {
      ObjectNode event = (ObjectNode) Json.read(bytes());
      ((ObjectNode) event.get("detail")).put("errorCode", "AccessDenied");
      return new Event(about, event.toString(), changes);
    }
  }

  /** One of every fate: two to act on, and one each to pass over, hold, refuse and dead-letter. */
  static List<Event> everyFate() {
    return List.of(
        stolen("app-1", 1),
        exposed(2),
        new Event("quiet", sample("aws.cloudtrail/instance-session-vpc-endpoint.json"), List.of()),
        stolen("app-4", 4).failed(),
        stolen(BREAK_GLASS, 5),
        new Event(
            "malformed", sample("aws.cloudtrail/malformed-unknown-identity.json"), List.of()));
  }

  /** The stolen session of a role. */
  static Event stolen(String role, int number) {
    String json =
        STOLEN
            .replace("app-server", role)
            .replace("AROAEXAMPLEROLE123456", roleId(number))
            .replace("ASIAIOSFODNN7EXAMPLE", String.format("ASIAEXAMPLE%09d", number))
            .replace("cbf27734-ac10-4525-8b66", String.format("cbf27734-ac10-4525-%04d", number))
            .replace("e0a3a91f-2346-4c13-bc27", String.format("e0a3a91f-2346-4c13-%04d", number));
    return new Event("stolen session of " + role, json, List.of("PutRolePolicy " + role));
  }

  static String roleId(int number) {
    return String.format("AROAEXAMPLE%010d", number);
  }

  static String session(int number) {
    return roleId(number) + ":i-0abcd1234ef567890";
  }

  /** The exposed key of a user, {@code deploy-bot-<number>}. */
  static Event exposed(int number) {
    String user = "deploy-bot-" + number;
    String json =
        EXPOSED
            .replace("AKIAIOSFODNN7EXAMPLE", key(number))
            .replace("deploy-bot", user)
            .replace("b046b698-5cfc-4dfe-96fc", String.format("b046b698-5cfc-4dfe-%04d", number))
            .replace("EXPOSED_573c714e", String.format("EXPOSED_%08d", number));
    return new Event(
        "exposed key of " + user,
        json,
        List.of("PutUserPolicy " + user, "UpdateAccessKey " + key(number)));
  }

  static String key(int number) {
    return String.format("AKIAEXAMPLE%09d", number);
  }

  static String sample(String name) {
    try {
      return Files.readString(EVENTS.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
