package dev.tokenresponder.gcp.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.gcp.doubles.GoogleDoubles;
import dev.tokenresponder.gcp.emulator.FirestoreCalls;
import dev.tokenresponder.gcp.local.PushTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A function wired as in the cloud, with a Google of its own that notes what it calls. */
final class DeployedFunction implements AutoCloseable {
  static final String PROJECT = "example-project";
  static final String CLUSTER = "projects/example-project/locations/europe-west1/clusters/prod";
  static final String DELEGATE = "workspace@example-project.iam.gserviceaccount.com";
  static final String ADMIN = "responder-admin@example.com";
  static final Map<String, String> LINKS =
      Map.of(
          LinkedDecisions.KEY, "a-key-for-links-of-this-machine-only",
          LinkedDecisions.URL, "https://decide.example.com");
  static final String WEBHOOK_SECRET = "a-secret-of-this-machine-only";

  private static final String AUDIENCE = "https://token-responder.example.com";
  private static final String PUSHER = "pusher@example-project.iam.gserviceaccount.com";
  private static final String SCOPES = "https://www.googleapis.com/auth/admin.directory.user.";
  private static final PushTokens TOKENS = new PushTokens(AUDIENCE, PUSHER);

  final GoogleDoubles google = new GoogleDoubles();
  private final FirestoreCalls firestore;
  private final Map<String, String> environment = new HashMap<>();

  DeployedFunction(String emulator, String project, Path policy) {
    firestore = new FirestoreCalls(emulator);
    google.access().grant("local", "responder", "*");
    google.access().grant("", "Pub/Sub's emulator asks for no token", "*");
    google.certificates(TOKENS.keys().toString());
    google.tokens().delegate(DELEGATE, SCOPES + "security", SCOPES + "readonly");
    google.tokens().administrator(ADMIN);
    String host = "127.0.0.1:" + google.root().getPort();
    environment.put("TOKEN_RESPONDER_POLICY", policy.toString());
    environment.put("TOKEN_RESPONDER_PROJECT", project);
    environment.put("TOKEN_RESPONDER_TOPIC", topic("responses"));
    environment.put("TOKEN_RESPONDER_DEAD_LETTERS", topic("dead-letters"));
    environment.put("TOKEN_RESPONDER_PUSH_AUDIENCE", AUDIENCE);
    environment.put("TOKEN_RESPONDER_PUSH_ACCOUNT", PUSHER);
    environment.put(
        "TOKEN_RESPONDER_RECHECK_QUEUE", "projects/" + PROJECT + "/locations/l/queues/looks");
    environment.put("TOKEN_RESPONDER_RECHECK_URL", "https://f.example.com/");
    environment.put("TOKEN_RESPONDER_WORKSPACE_ACCOUNT", DELEGATE);
    environment.put("TOKEN_RESPONDER_WORKSPACE_ADMIN", ADMIN);
    environment.put("TOKEN_RESPONDER_GOOGLE_ENDPOINT", google.root().toString());
    environment.put("TOKEN_RESPONDER_SEAL", "a-seal-of-this-machine-only");
    environment.put("TOKEN_RESPONDER_WEBHOOK_GITHUB", WEBHOOK_SECRET);
    environment.put("TOKEN_RESPONDER_KUBERNETES_CLUSTERS", CLUSTER + "=gke");
    environment.put("TOKEN_RESPONDER_KUBERNETES_NAMESPACE", "token-responder");
    environment.putAll(LINKS);
    environment.put("FIRESTORE_EMULATOR_HOST", firestore.address());
    environment.put("PUBSUB_EMULATOR_HOST", host);
  }

  static String topic(String name) {
    return "projects/" + PROJECT + "/topics/" + name;
  }

  Wiring wiring() {
    return new Wiring(environment);
  }

  /** Pushes a message, and answers the status. */
  int push(PushEndpoint endpoint, String message) {
    String data = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    return pushBody(endpoint, "{\"message\": {\"data\": \"" + data + "\"}}");
  }

  /** Pushes a body as a queue brings it. */
  int pushBody(PushEndpoint endpoint, String body) {
    Http http = Http.post(body, "Bearer " + TOKENS.valid());
    try {
      endpoint.service(http.request(), http.answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return http.answer().status();
  }

  /** The permissions that what it called so far needs; not the scopes in Workspace. */
  Set<String> called() {
    Set<String> called = new TreeSet<>(firestore.permissions());
    google.access().used().stream().filter(name -> !name.startsWith("https:")).forEach(called::add);
    return called;
  }

  /** Prints how what is declared and what was called compare, and fails when they differ. */
  void compare(String function, Set<String> declared) {
    Set<String> called = called();
    System.out.printf(
        "%s: declared %d %s called %d%n",
        function, declared.size(), declared.equals(called) ? "=" : "!=", called.size());
    assertThat(called).as(function).isEqualTo(declared);
  }

  @Override
  public void close() {
    firestore.close();
    google.close();
  }
}
