package dev.tokenresponder.gcp.local;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.pubsub.Pubsub;
import com.google.api.services.pubsub.model.PublishRequest;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.google.api.services.pubsub.model.PullRequest;
import com.google.api.services.pubsub.model.ReceivedMessage;
import com.google.api.services.pubsub.model.Subscription;
import com.google.api.services.pubsub.model.Topic;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Grant.Membership;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.gcp.doubles.GoogleDoubles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole responder on this machine: doubles of Google's APIs, topics on a Pub/Sub emulator, a
 * Firestore emulator, and the packaged functions, to which messages are pushed with signed tokens.
 */
public final class LocalGoogle implements AutoCloseable {
  /** The audience of all pushes. */
  public static final String AUDIENCE = "https://token-responder.example.com";

  /** What webhooks of GitHub are signed with. */
  public static final String WEBHOOK_SECRET = "a-secret-of-this-machine-only";

  /** What links are signed with, and where they lead. */
  public static final Map<String, String> LINKS =
      Map.of(
          LinkedDecisions.KEY, "a-key-for-links-of-this-machine-only",
          LinkedDecisions.URL, "https://decide.example.com");

  /** The functions that the internet reaches. */
  private static final List<String> OPEN =
      List.of("ReceiveWebhooksFunction", "DecideActionsFunction");

  private static final String PUSHER = "pusher@example-project.iam.gserviceaccount.com";
  private static final String DELEGATE = "workspace@example-project.iam.gserviceaccount.com";
  private static final String ADMIN = "responder-admin@example.com";
  private static final String SCOPES = "https://www.googleapis.com/auth/admin.directory.user.";

  private final String project = "local-" + UUID.randomUUID().toString().substring(0, 8);
  private final GoogleDoubles google = new GoogleDoubles();
  private final PushTokens tokens = new PushTokens(AUDIENCE, PUSHER);
  private final Map<String, PackagedFunction> functions = new LinkedHashMap<>();
  private final List<PushDelivery> deliveries = new ArrayList<>();
  private final Set<String> policies = new TreeSet<>();
  private final Pubsub pubsub;
  private final Path target;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * Makes the topics; no function runs yet.
   *
   * @param target the folder of the build
   * @param policy the policy file of the functions
   */
  public LocalGoogle(Path target, String firestore, String emulator, Path policy)
      throws IOException {
    this.target = target;
    this.pubsub =
        new Pubsub.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
            .setRootUrl("http://" + emulator + "/")
            .setApplicationName("local")
            .build();
    google.access().grant("local", "responder", "*");
    google.certificates(tokens.keys().toString());
    google.tokens().delegate(DELEGATE, SCOPES + "security", SCOPES + "readonly");
    google.tokens().administrator(ADMIN);
    for (String topic : List.of("events", "responses", "owners", "dead-letters")) {
      pubsub.projects().topics().create(topic(topic), new Topic()).execute();
      pubsub
          .projects()
          .subscriptions()
          .create(subscription("look-at-" + topic), new Subscription().setTopic(topic(topic)))
          .execute();
    }
    environment.put("TOKEN_RESPONDER_POLICY", policy.toAbsolutePath().toString());
    environment.put("TOKEN_RESPONDER_PROJECT", project);
    environment.put("TOKEN_RESPONDER_TOPIC", topic("responses"));
    environment.put("TOKEN_RESPONDER_DEAD_LETTERS", topic("dead-letters"));
    environment.put("TOKEN_RESPONDER_PUSH_AUDIENCE", AUDIENCE);
    environment.put("TOKEN_RESPONDER_PUSH_ACCOUNT", PUSHER);
    environment.put("TOKEN_RESPONDER_WORKSPACE_ACCOUNT", DELEGATE);
    environment.put("TOKEN_RESPONDER_WORKSPACE_ADMIN", ADMIN);
    environment.put("TOKEN_RESPONDER_GOOGLE_ENDPOINT", google.root().toString());
    environment.put("TOKEN_RESPONDER_SEAL", "a-seal-of-this-machine-only");
    environment.put("TOKEN_RESPONDER_WEBHOOK_GITHUB", WEBHOOK_SECRET);
    environment.putAll(LINKS);
    environment.put("FIRESTORE_EMULATOR_HOST", firestore);
    environment.put("PUBSUB_EMULATOR_HOST", emulator);
  }

  /** The full name of one of the topics. */
  public String topic(String name) {
    return "projects/" + project + "/topics/" + name;
  }

  private String subscription(String name) {
    return "projects/" + project + "/subscriptions/" + name;
  }

  /** The project that topics and database are in. */
  public String project() {
    return project;
  }

  /** What answers in Google's place. */
  public GoogleDoubles google() {
    return google;
  }

  /** Tokens that the functions accept, and others. */
  public PushTokens tokens() {
    return tokens;
  }

  /** The functions that run, by their classes. */
  public Map<String, PackagedFunction> functions() {
    return functions;
  }

  /** Those of them that only Pub/Sub may call. */
  public List<PackagedFunction> pushed() {
    return functions.entrySet().stream()
        .filter(function -> !OPEN.contains(function.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Starts all functions. */
  public LocalGoogle startAll() throws IOException {
    for (String function : OPEN) {
      start(function);
    }
    start("EvaluateFunction");
    start("RevokeSessionsFunction");
    start("DisableKeysFunction");
    start("NotifyOwnersFunction");
    return this;
  }

  private void start(String name) throws IOException {
    functions.put(name, new PackagedFunction(target, name, environment));
  }

  /** From now on what is published is pushed to the functions. */
  public void deliver() throws IOException {
    deliver("events", "EvaluateFunction", null);
    deliver("responses", "EvaluateFunction", "evaluate");
    deliver("responses", "RevokeSessionsFunction", "revoke-sessions");
    deliver("responses", "DisableKeysFunction", "disable-keys");
    deliver("responses", "NotifyOwnersFunction", "notify-owners");
  }

  private void deliver(String topic, String function, @Nullable String onlyFor) throws IOException {
    deliveries.add(
        new PushDelivery(
            pubsub,
            topic(topic),
            subscription(function + "-" + topic),
            Objects.requireNonNull(functions.get(function)),
            tokens::valid,
            onlyFor));
  }

  /** Publishes a record as a log sink does. */
  public void publish(String record) throws IOException {
    PubsubMessage message = new PubsubMessage().encodeData(record.getBytes(StandardCharsets.UTF_8));
    pubsub
        .projects()
        .topics()
        .publish(topic("events"), new PublishRequest().setMessages(List.of(message)))
        .execute();
  }

  /** What has been published to a topic and not been looked at before. */
  public List<PubsubMessage> published(String topic) throws IOException {
    List<ReceivedMessage> received =
        pubsub
            .projects()
            .subscriptions()
            .pull(
                subscription("look-at-" + topic),
                new PullRequest().setMaxMessages(100).setReturnImmediately(true))
            .execute()
            .getReceivedMessages();
    return Objects.requireNonNullElse(received, List.<ReceivedMessage>of()).stream()
        .map(ReceivedMessage::getMessage)
        .toList();
  }

  /** The statuses of all pushes so far. */
  public List<Integer> answers() {
    return deliveries.stream().flatMap(delivery -> delivery.answers().stream()).toList();
  }

  /** Makes what the event speaks of, and beside each member another one, to see that it stays. */
  public void prepareFor(TokenEvent event) {
    add(event.actor());
    add(event.target());
    add(event.credential());
    add(event.issued());
    Principal target = event.target();
    if (event.grant() != null && target != null) {
      String of =
          target.type() == PrincipalType.SERVICE_ACCOUNT
              ? "projects/" + target.account() + "/serviceAccounts/" + target.id()
              : target.display();
      policies.add(of);
      google.resources().add(of, Map.of());
      for (Membership membership : event.grant().memberships()) {
        String when = membership.condition() == null ? null : membership.condition().expression();
        google.policy(
            of, membership.role(), when, "user:colleague@example.com", membership.member());
      }
    }
  }

  private void add(@Nullable Principal principal) {
    if (principal != null && principal.id() != null) {
      if (principal.type() == PrincipalType.SERVICE_ACCOUNT) {
        google
            .iam()
            .add(
                principal.id(), Objects.requireNonNullElse(principal.account(), "example-project"));
      } else if (principal.type() == PrincipalType.USER) {
        google.directory().add(principal.id());
      }
    }
  }

  private void add(@Nullable Credential credential) {
    if (credential == null) {
      return;
    }
    add(credential.principal());
    String id = credential.ref().id();
    String owner = String.valueOf(credential.principal().id());
    if (credential.ref().kind() == CredentialKind.KEY) {
      google.iam().account(owner).key(id.substring(id.lastIndexOf('/') + 1), "USER_MANAGED");
    } else if (credential.ref().kind() == CredentialKind.OAUTH_GRANT && id.indexOf('/') > 0) {
      google.directory().add(owner, id.substring(id.indexOf('/') + 1));
    }
  }

  /** How everything stands, one fact per line. */
  public List<String> describe() {
    return google.describe(policies.toArray(String[]::new));
  }

  @Override
  public void close() {
    deliveries.forEach(PushDelivery::close);
    functions.values().forEach(PackagedFunction::close);
    google.close();
  }
}
