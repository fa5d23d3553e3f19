package dev.tokenresponder.aws.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.respond.ResponseBus.Message;
import dev.tokenresponder.respond.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What somebody without the right to do so could make of the samples, the same at every run. */
final class Forgeries {
  static final String STRANGER = "999988887777";
  static final String ADMIN = "admin";

  private static final List<String> SOURCES =
      List.of(
          "my.app",
          "aws",
          "aws-sts",
          "AWS.sts",
          " aws.sts",
          "\u0430ws.sts",
          "custom.aws.sts",
          "token-responder",
          "aws.partner/example.com/feed",
          "");

  private final Random random = new Random(1550_001);
  private final List<ObjectNode> samples = samples();
  private int made;

  private static List<ObjectNode> samples() {
    List<ObjectNode> samples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Feed.EVENTS)) {
      for (Path file :
          files
              .filter(path -> path.getParent().getFileName().toString().startsWith("aws."))
              .filter(path -> path.toString().endsWith(".json"))
              .filter(path -> !path.toString().endsWith(".expected.json"))
              .sorted()
              .toList()) {
        JsonNode sample = Feed.json(Files.readString(file));
        if (sample.has("detail-type") && !file.toString().contains("malformed")) {
          samples.add((ObjectNode) sample);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return samples;
  }

  /** Events of another account; in half of the calls the record speaks of ours all the same. */
  Feed.Event ofAnotherAccount() {
    if (random.nextBoolean()) {
      ObjectNode event = another(calls());
      event.put("account", STRANGER);
      return event("wrong account around", event.toString());
    }
    String event = another(samples).toString();
    return event("wrong account", event.replace(CloudDouble.ACCOUNT, STRANGER));
  }

  /** What PutEvents would take from anybody. */
  Feed.Event ofACustomSource() {
    ObjectNode event = another(samples);
    event.put("source", SOURCES.get(random.nextInt(SOURCES.size())));
    return event("custom source", event.toString());
  }

  /** Calls that failed, and name an administrator wherever they can. */
  Feed.Event failedNamingAnAdmin() {
    ObjectNode event = another(calls());
    ObjectNode call = (ObjectNode) event.get("detail");
    call.put("errorCode", random.nextBoolean() ? "AccessDenied" : "NoSuchEntityException");
    call.putNull("responseElements");
    if (call.path("requestParameters") instanceof ObjectNode parameters) {
      parameters.put("userName", ADMIN).put("roleName", ADMIN);
      parameters.put("roleArn", "arn:aws:iam::" + CloudDouble.ACCOUNT + ":role/" + ADMIN);
    }
    return event("failed call", event.toString());
  }

  /** A record that {@code receive-webhooks} never sealed. */
  Feed.Event sealedBy(Seal seal) {
    String record = GitHubPost.record(900_000 + made);
    String sealed = seal.close("github.audit", record);
    if (random.nextBoolean()) {
      sealed = sealed.replaceAll("\"seal\":\"[^\"]*\"", "\"seal\":\"v1=" + random.nextLong() + '"');
    }
    return event("bad seal", Message.received(sealed).envelope());
  }

  private List<ObjectNode> calls() {
    return samples.stream().filter(sample -> sample.path("detail").has("eventName")).toList();
  }

  private ObjectNode another(List<ObjectNode> among) {
    ObjectNode event = among.get(random.nextInt(among.size())).deepCopy();
    event.put("id", String.format("00000000-0000-4000-8000-%012d", made));
    ObjectNode detail = (ObjectNode) event.get("detail");
    if (detail.has("eventID")) {
      detail.put("eventID", String.format("00000000-0000-4000-9000-%012d", made));
    }
    return event;
  }

  private Feed.Event event(String kind, String json) {
    return new Feed.Event("forgery " + made++ + ", " + kind, json, List.of());
  }
}
