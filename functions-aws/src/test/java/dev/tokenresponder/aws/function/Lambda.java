package dev.tokenresponder.aws.function;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.respond.ActionMessages;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Talks to the function under test through Quarkus' Lambda test server. */
public final class Lambda {
  static final Path EVENTS = Path.of("../events");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Lambda() {}

  static Response invoke(String event) {
    return given().contentType("application/json").body(event).post("/");
  }

  static String sample(String name) {
    try {
      return Files.readString(EVENTS.resolve(name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An SQS batch; message ids are m-0, m-1, … */
  static String batch(String... bodies) {
    ObjectNode batch = MAPPER.createObjectNode();
    ArrayNode records = batch.putArray("Records");
    for (String body : bodies) {
      ObjectNode record = records.addObject();
      record.put("messageId", "m-" + (records.size() - 1));
      record.put("receiptHandle", "r");
      record.put("body", body);
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", "arn:aws:sqs:us-east-1:111122223333:q");
      record.put("awsRegion", "us-east-1");
    }
    return batch.toString();
  }

  static String requested(ActionRequest request) {
    return requested(ActionMessages.write(request));
  }

  static String requested(String detail) {
    return "{\"version\":\"0\",\"id\":\"b-1\",\"detail-type\":\"Action Requested\",\"source\":"
        + "\"token-responder\",\"account\":\"111122223333\",\"detail\":"
        + detail
        + "}";
  }

  /** Chooses the handler as the environment does on Lambda. */
  public abstract static class Handler implements QuarkusTestProfile {
    private final String name;

    Handler(String name) {
      this.name = name;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.lambda.handler", name);
    }
  }

  public static final class Evaluate extends Handler {
    public Evaluate() {
      super("evaluate");
    }
  }

  public static final class ReceiveWebhooks extends Handler {
    public ReceiveWebhooks() {
      super("receive-webhooks");
    }
  }

  public static final class DecideActions extends Handler {
    public DecideActions() {
      super("decide-actions");
    }
  }

  public static final class RevokeSessions extends Handler {
    public RevokeSessions() {
      super("revoke-sessions");
    }
  }

  public static final class DisableKeys extends Handler {
    public DisableKeys() {
      super("disable-keys");
    }
  }

  public static final class NotifyOwners extends Handler {
    public NotifyOwners() {
      super("notify-owners");
    }
  }
}
