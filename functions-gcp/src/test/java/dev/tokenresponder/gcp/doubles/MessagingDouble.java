package dev.tokenresponder.gcp.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Topics of Pub/Sub and queues of Cloud Tasks, as far as things are put into them (Pub/Sub REST
 * reference, {@code projects.topics.publish}; Cloud Tasks REST reference, {@code
 * projects.locations.queues.tasks.create}, which for a task with a token also needs {@code
 * iam.serviceAccounts.actAs} on the token's account).
 */
public final class MessagingDouble {
  private static final Pattern TOPIC = Pattern.compile("v1/(projects/[^/]+/topics/[^/:]+):publish");
  private static final Pattern QUEUE =
      Pattern.compile("v2/(projects/[^/]+/locations/[^/]+/queues/[^/]+)/tasks");

  private final Access access;
  private final List<Published> published = new ArrayList<>();
  private final List<String> tasks = new ArrayList<>();

  /**
   * A message.
   *
   * @param function whom it is for; empty when for nobody
   */
  public record Published(String topic, String function, String text) {}

  MessagingDouble(Access access) {
    this.access = access;
  }

  /** All messages so far. */
  public synchronized List<Published> published() {
    return List.copyOf(published);
  }

  /** The bodies that queues are to bring. */
  public synchronized List<String> tasks() {
    return List.copyOf(tasks);
  }

  synchronized @Nullable JsonNode answer(Call call) {
    Matcher topic = TOPIC.matcher(call.path());
    Matcher queue = QUEUE.matcher(call.path());
    if (call.method().equals("POST") && topic.matches()) {
      return publish(call, topic.group(1));
    }
    return call.method().equals("POST") && queue.matches() ? create(call, queue.group(1)) : null;
  }

  private JsonNode publish(Call call, String topic) {
    access.permit(call, "pubsub.topics.publish", topic);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    for (JsonNode message : call.json("messages").path("messages")) {
      published.add(
          new Published(
              topic,
              message.at("/attributes/function").asText(),
              decoded(message.path("data").asText())));
      answer.withArray("messageIds").add(String.valueOf(published.size()));
    }
    return answer;
  }

  private JsonNode create(Call call, String queue) {
    JsonNode request = call.json("task").at("/task/httpRequest");
    access.permit(call, "cloudtasks.tasks.create", queue);
    String account = request.at("/oidcToken/serviceAccountEmail").asText();
    if (!account.isEmpty()) {
      access.permit(call, "iam.serviceAccounts.actAs", account);
    }
    tasks.add(decoded(request.path("body").asText()));
    return JsonNodeFactory.instance.objectNode().put("name", queue + "/tasks/" + tasks.size());
  }

  private static String decoded(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
