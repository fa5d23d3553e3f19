package dev.tokenresponder.connectors.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server: fabric8's CRUD mock holds the objects; what that one does not do stands before it.
 * That is authentication and RBAC, with {@code bind} for whatever is changed about a binding
 * (Kubernetes, "Using RBAC Authorization"; source of {@code
 * pkg/registry/rbac/clusterrolebinding/policybased}), preconditions of deletion and conflicts of
 * update (Kubernetes API reference, "DeleteOptions"; "API Concepts", "Resource versions"), dry
 * runs, and the refusal of a patch with another UID. Not confirmed by a run against a real server:
 * that such a patch answers 422; the order of authorization and dry run.
 */
final class KubernetesDouble extends Dispatcher implements AutoCloseable {
  static final String TOKEN = "EXAMPLE-CLUSTER-TOKEN-MUST-NOT-LEAK";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(
          "(/api/v1|/apis/([a-z.0-9]+)/v1)(?:/namespaces/([a-z0-9-]+))?/(pods|secrets|serviceaccounts|"
              + "networkpolicies|rolebindings|clusterrolebindings)(?:/([A-Za-z0-9.:-]+))?"
              + "(?:\\?(.*))?");

  private final MockWebServer server = new MockWebServer();
  private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Set<String> used = new TreeSet<>();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, String> created = new HashMap<>();
  private @Nullable Set<String> allowed;
  private Runnable beforeNextUpdate = () -> {};

  private record Fault(String method, Kind kind) {}

  /** What goes wrong. */
  enum Kind {
    FORBIDDEN(403, false),
    THROTTLED(429, false),
    BROKEN(500, false),
    LOST(504, true),
    GARBLED(200, true);

    private final int status;
    private final boolean after;

    Kind(int status, boolean after) {
      this.status = status;
      this.after = after;
    }
  }

  KubernetesDouble() {
    server.setDispatcher(this);
    server.start();
  }

  String root() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** With just these permissions, as {@code kubectl auth can-i} spells them. */
  void permit(Collection<String> permissions) {
    allowed = Set.copyOf(permissions);
  }

  Set<String> used() {
    return used;
  }

  List<String> requests() {
    return requests;
  }

  /** The next requests by this method fail. */
  void fail(String method, Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      faults.add(new Fault(method, kind));
    }
  }

  /** Somebody else is faster, once. */
  void beforeNextUpdate(Runnable change) {
    beforeNextUpdate = change;
  }

  void put(String collection, String object) {
    String body = object.replace('\'', '"');
    MockResponse answer = objects.dispatch(request(HttpMethod.POST, collection, body));
    if (answer.code() >= 300) {
      throw new IllegalStateException(answer.code() + " for " + body);
    }
  }

  void remove(String path) {
    objects.dispatch(request(HttpMethod.DELETE, path, ""));
  }

  @Nullable JsonNode get(String path) {
    MockResponse answer = objects.dispatch(request(HttpMethod.GET, path, ""));
    return answer.code() == 200 ? dated(json(answer.getBody().readUtf8())) : null;
  }

  /** The mock writes the time of the test; this one writes another for the object that is there. */
  void createdAt(String path, String time) {
    created.put(String.valueOf(get(path).at("/metadata/uid").asText()), time);
  }

  private JsonNode dated(JsonNode object) {
    String time = created.get(object.at("/metadata/uid").asText());
    if (time != null) {
      ((ObjectNode) object.path("metadata")).put("creationTimestamp", time);
    }
    return object;
  }

  void replace(String path, JsonNode object) {
    objects.dispatch(request(HttpMethod.PUT, path, object.toString()));
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    requests.add(request.getMethod() + " " + request.getPath());
    Matcher path = PATH.matcher(request.getPath());
    if (!path.matches()) {
      return status(404, "NotFound");
    }
    if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
      return status(401, "Unauthorized");
    }
    Fault fault = faults.peek();
    if (fault == null || !fault.method.equals(request.getMethod())) {
      return answer(request, path);
    }
    faults.remove();
    if (fault.kind.after) {
      answer(request, path);
    }
    return fault.kind == Kind.GARBLED
        ? new MockResponse().setResponseCode(200).setBody("{\"data\": \"" + TOKEN + "\", oops")
        : status(fault.kind.status, fault.kind.name());
  }

  private MockResponse answer(RecordedRequest request, Matcher path) {
    String verb =
        switch (request.getMethod()) {
          case "GET" -> path.group(5) == null ? "list" : "get";
          case "POST" -> "create";
          case "PUT" -> "update";
          case "PATCH" -> "patch";
          case "DELETE" -> "delete";
          default -> request.getMethod();
        };
    String group = path.group(2) == null ? "" : "." + path.group(2);
    if (!mayUse(verb + " " + path.group(4) + group)) {
      return status(403, "Forbidden");
    }
    String plain = request.getPath().replaceAll("\\?.*", "");
    return switch (verb) {
      case "create" -> create(request, path, plain);
      case "update" -> update(request, path, plain);
      case "patch" -> patch(request, plain);
      case "delete" -> delete(request, plain);
      case "get" -> read(plain);
      default -> objects.dispatch(request);
    };
  }

  private MockResponse read(String plain) {
    JsonNode object = get(plain);
    return object == null
        ? status(404, "NotFound")
        : new MockResponse().setResponseCode(200).setBody(object.toString());
  }

  private boolean mayUse(String permission) {
    used.add(permission);
    return allowed == null || allowed.contains(permission);
  }

  private MockResponse create(RecordedRequest request, Matcher path, String plain) {
    JsonNode object = json(request.getUtf8Body());
    if (get(plain + "/" + object.at("/metadata/name").asText()) != null) {
      return status(409, "AlreadyExists");
    }
    boolean dry = String.valueOf(path.group(6)).contains("dryRun=All");
    return dry
        ? new MockResponse().setResponseCode(201).setBody(object.toString())
        : objects.dispatch(request(HttpMethod.POST, plain, object.toString()));
  }

  private MockResponse update(RecordedRequest request, Matcher path, String plain) {
    Runnable other = beforeNextUpdate;
    beforeNextUpdate = () -> {};
    other.run();
    JsonNode before = get(plain);
    JsonNode after = json(request.getUtf8Body());
    if (before == null) {
      return status(404, "NotFound");
    }
    String kind = before.at("/roleRef/kind").asText().equals("Role") ? "roles" : "clusterroles";
    if (!mayUse("bind " + kind + ".rbac.authorization.k8s.io")) {
      return status(403, "Forbidden");
    }
    JsonNode version = after.at("/metadata/resourceVersion");
    if (!version.isTextual()) {
      return status(400, "TheTestsWantAResourceVersion");
    }
    return version.equals(before.at("/metadata/resourceVersion"))
        ? objects.dispatch(request(HttpMethod.PUT, plain, after.toString()))
        : status(409, "Conflict");
  }

  private MockResponse patch(RecordedRequest request, String plain) {
    JsonNode before = get(plain);
    if (before == null) {
      return status(404, "NotFound");
    }
    if (!String.valueOf(request.getHeader("Content-Type"))
        .startsWith("application/merge-patch+json")) {
      return status(415, "UnsupportedMediaType");
    }
    JsonNode patch = json(request.getUtf8Body());
    if (!patch.at("/metadata/uid").equals(before.at("/metadata/uid"))) {
      return status(422, "Invalid");
    }
    ObjectNode labels = ((ObjectNode) before.path("metadata")).withObject("/labels");
    patch
        .at("/metadata/labels")
        .properties()
        .forEach(
            label -> {
              if (label.getValue().isNull()) {
                labels.remove(label.getKey());
              } else {
                labels.set(label.getKey(), label.getValue());
              }
            });
    replace(plain, before);
    return objects.dispatch(request(HttpMethod.GET, plain, ""));
  }

  private MockResponse delete(RecordedRequest request, String plain) {
    JsonNode before = get(plain);
    if (before == null) {
      return status(404, "NotFound");
    }
    JsonNode uid = json(request.getUtf8Body()).at("/preconditions/uid");
    if (!uid.isTextual()) {
      return status(400, "TheTestsWantAPrecondition");
    }
    return uid.equals(before.at("/metadata/uid"))
        ? objects.dispatch(request(HttpMethod.DELETE, plain, ""))
        : status(409, "Conflict");
  }

  /** Error texts quote the token, as a careless proxy might. */
  private static MockResponse status(int code, String reason) {
    Map<String, Object> status =
        Map.of(
            "kind",
            "Status",
            "apiVersion",
            "v1",
            "status",
            "Failure",
            "message",
            reason + " " + TOKEN,
            "reason",
            reason,
            "code",
            code);
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(JSON.valueToTree(status).toString());
  }

  private static RecordedRequest request(HttpMethod method, String path, String body) {
    return new RecordedRequest(
        "HTTP/1.1",
        method,
        path,
        Headers.builder().build(),
        new Buffer(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
