package dev.tokenresponder.gcp.messaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import dev.tokenresponder.gcp.GoogleErrors;
import dev.tokenresponder.respond.DelayedDelivery;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/**
 * A queue that calls the function itself, with the body and the proof of a push (Cloud Tasks API,
 * "Method: projects.locations.queues.tasks.create", "HttpRequest", "OidcToken"). Permissions:
 * {@code cloudtasks.tasks.create} on the queue, and {@code iam.serviceAccounts.actAs} on the
 * account that the token is for.
 */
public final class CloudTasks implements DelayedDelivery {
  /** Google's own address. */
  public static final String GOOGLE = "https://cloudtasks.googleapis.com/";

  private final HttpRequestFactory requests;
  private final String address;
  private final Target target;
  private final Clock clock;

  /**
   * Who is called, and as whom.
   *
   * @param url of the function
   * @param account whose token the call carries
   * @param audience what the token is for
   */
  public record Target(String url, String account, String audience) {}

  /**
   * @param address where the queue's tasks are made: {@code
   *     …/v2/projects/P/locations/L/queues/Q/tasks}
   */
  public CloudTasks(HttpRequestFactory requests, String address, Target target, Clock clock) {
    this.requests = requests;
    this.address = address;
    this.target = target;
    this.clock = clock;
  }

  @Override
  public void send(Message message, Duration delay) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode task = body.putObject("task");
    task.put("scheduleTime", clock.instant().plus(delay).toString());
    ObjectNode call = task.putObject("httpRequest");
    call.put("url", target.url());
    call.put("httpMethod", "POST");
    call.putObject("headers").put("Content-Type", "application/json");
    call.put("body", base64(push(message)));
    call.putObject("oidcToken")
        .put("serviceAccountEmail", target.account())
        .put("audience", target.audience());
    try {
      requests
          .buildPostRequest(
              new GenericUrl(address),
              ByteArrayContent.fromString("application/json", body.toString()))
          .execute()
          .disconnect();
    } catch (IOException e) {
      throw GoogleErrors.of("create a task", e);
    }
  }

  private static String push(Message message) {
    ObjectNode push = JsonNodeFactory.instance.objectNode();
    push.putObject("message").put("data", base64(message.envelope()));
    return push.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
