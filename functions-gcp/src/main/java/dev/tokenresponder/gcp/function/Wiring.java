package dev.tokenresponder.gcp.function;

import com.google.api.services.pubsub.Pubsub;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.connectors.Connectors;
import dev.tokenresponder.connectors.Webhooks;
import dev.tokenresponder.connectors.decisions.DecisionsEndpoint;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.connectors.inbound.BusSink;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import dev.tokenresponder.connectors.inbound.StoredReplayGuard;
import dev.tokenresponder.connectors.notify.Notifiers;
import dev.tokenresponder.connectors.notify.Notifiers.Named;
import dev.tokenresponder.connectors.notify.OwnerChannels;
import dev.tokenresponder.connectors.signals.SharedSignals;
import dev.tokenresponder.connectors.signals.SignallingNotifier;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.gcp.GoogleClients;
import dev.tokenresponder.gcp.GoogleLabels;
import dev.tokenresponder.gcp.OwnIdentity;
import dev.tokenresponder.gcp.firestore.FirestoreCorrelationStore;
import dev.tokenresponder.gcp.firestore.FirestoreHabits;
import dev.tokenresponder.gcp.firestore.FirestoreIncidentStore;
import dev.tokenresponder.gcp.firestore.FirestoreLinks;
import dev.tokenresponder.gcp.firestore.FirestoreProgress;
import dev.tokenresponder.gcp.iam.IamHandlers;
import dev.tokenresponder.gcp.iam.SdkPolicies;
import dev.tokenresponder.gcp.iam.SdkServiceAccounts;
import dev.tokenresponder.gcp.messaging.CloudTasks;
import dev.tokenresponder.gcp.messaging.PubSubBus;
import dev.tokenresponder.gcp.messaging.PubSubDeadLetters;
import dev.tokenresponder.gcp.messaging.PubSubNotifier;
import dev.tokenresponder.gcp.messaging.PubSubTopic;
import dev.tokenresponder.gcp.workspace.SdkDirectory;
import dev.tokenresponder.gcp.workspace.WorkspaceHandlers;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.lineage.FollowedLineage;
import dev.tokenresponder.lineage.Lineage;
import dev.tokenresponder.policy.Notifications;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyException;
import dev.tokenresponder.respond.ActService;
import dev.tokenresponder.respond.DelayedDelivery;
import dev.tokenresponder.respond.EvaluateService;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.IncidentContainments;
import dev.tokenresponder.respond.IncidentDesk;
import dev.tokenresponder.respond.Memory;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.NotifyOwner;
import dev.tokenresponder.respond.ResponseBus;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a function together from its environment. */
final class Wiring {
  private static final String CERTIFICATES = "https://www.googleapis.com/oauth2/v3/certs";
  private static final String SCOPES = "https://www.googleapis.com/auth/admin.directory.user.";
  private static final String SEAL = "TOKEN_RESPONDER_SEAL";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Clock clock = Clock.systemUTC();
  private final Settings settings;
  private final @Nullable URI endpoint;
  private final GoogleCredentials credentials;
  private final GoogleClients clients;

  Wiring(Map<String, String> environment) {
    this.settings = new Settings(environment);
    this.endpoint = settings.endpoint();
    this.credentials = credentials(endpoint);
    this.clients = new GoogleClients(credentials, endpoint);
  }

  PushEndpoint evaluate(String function) {
    Policy policy = settings.policy();
    Firestore database = database();
    IncidentStore store = new FirestoreIncidentStore(database, clock);
    Lineage lineage = new FollowedLineage(new FirestoreLinks(database));
    Evaluator evaluator =
        new Evaluator(
            RuleBook.of(settings.rules(), policy),
            policy,
            Intake.GOOGLE_PUSH,
            new Memory(
                new FirestoreCorrelationStore(database, clock),
                new FirestoreHabits(database, clock),
                new IncidentContainments(store, lineage),
                lineage),
            event -> clock.instant());
    EvaluateService service =
        new EvaluateService(
            evaluator,
            new IncidentDesk(store, policy.limits().incidentWindow()),
            bus(),
            clock,
            seal().orElse(null));
    return push(function, body -> service.handle(PushBody.event(body)));
  }

  InboundEndpoint webhooks() {
    return Webhooks.endpoint(
        settings.environment(),
        new StoredReplayGuard(new FirestoreIncidentStore(database(), clock), clock),
        new BusSink(bus(), seal().orElseThrow(() -> new PolicyException(SEAL + " is not set"))),
        clock);
  }

  DecisionsEndpoint decisions() {
    return LinkedDecisions.endpoint(
        settings.environment(), new FirestoreIncidentStore(database(), clock), bus(), clock);
  }

  private Optional<Seal> seal() {
    return settings.optional(SEAL).map(Seal::new);
  }

  PushEndpoint act(String function) {
    Policy policy = settings.policy().exempting(OwnIdentity.exemptions(credentials));
    Firestore database = database();
    IncidentStore store = new FirestoreIncidentStore(database, clock);
    Map<String, ActionHandler> handlers =
        new HashMap<>(
            IamHandlers.of(
                new SdkServiceAccounts(clients.iam()),
                new SdkPolicies(clients.resources(), clients.iam()),
                policy.serviceAccountTokenLifetime(),
                clock));
    handlers.putAll(workspace(policy, database));
    handlers.putAll(
        Connectors.handlers(settings.environment(), clock, Map.of("gke", clients.clusters())));
    handlers.put(
        Catalogue.NOTIFY_OWNER,
        new NotifyOwner(
            policy.owners(),
            new GoogleLabels(clients.resources()),
            SignallingNotifier.around(
                (owners, message) -> notifier(policy.notifications()).send(owners, message),
                SharedSignals.transmitter(settings.environment(), clock),
                store),
            store,
            PATIENCE,
            incident -> LinkedDecisions.links(settings.environment(), store, clock).of(incident)));
    ActService service = new ActService(handlers, policy, store, delays(), bus(), clock);
    return push(function, body -> service.handle(PushBody.data(body), function));
  }

  private DelayedDelivery delays() {
    return settings
        .optional("TOKEN_RESPONDER_RECHECK_QUEUE")
        .<DelayedDelivery>map(
            queue ->
                new CloudTasks(
                    clients.requests(),
                    clients.root(CloudTasks.GOOGLE) + "v2/" + queue + "/tasks",
                    new CloudTasks.Target(
                        settings.required("TOKEN_RESPONDER_RECHECK_URL"),
                        settings.required("TOKEN_RESPONDER_PUSH_ACCOUNT"),
                        settings.required("TOKEN_RESPONDER_PUSH_AUDIENCE")),
                    clock))
        .orElse(DelayedDelivery.NONE);
  }

  private Notifier notifier(Notifications notifications) {
    List<Named> ways = new ArrayList<>();
    String topic = notifications.pubsubTopic();
    if (topic != null) {
      ways.add(new Named("topic", new PubSubNotifier(topic(topic))));
    }
    ways.addAll(OwnerChannels.of(notifications, settings.environment()));
    return new Notifiers(ways);
  }

  private Map<String, ActionHandler> workspace(Policy policy, Firestore database) {
    String account = settings.optional("TOKEN_RESPONDER_WORKSPACE_ACCOUNT").orElse(null);
    String administrator = settings.optional("TOKEN_RESPONDER_WORKSPACE_ADMIN").orElse(null);
    if (account == null || administrator == null) {
      return Map.of();
    }
    SdkDirectory directory =
        new SdkDirectory(
            clients.directory(account, administrator, SCOPES + "security"),
            clients.directory(account, administrator, SCOPES + "readonly"));
    return WorkspaceHandlers.of(directory, new FirestoreProgress(database, clock), policy, clock);
  }

  private PushEndpoint push(String function, PushEndpoint.Delivery delivery) {
    PushVerifier verifier =
        new PushVerifier(
            JWKSourceBuilder.<SecurityContext>create(certificates()).retrying(true).build(),
            settings.required("TOKEN_RESPONDER_PUSH_AUDIENCE"),
            settings.required("TOKEN_RESPONDER_PUSH_ACCOUNT"));
    return new PushEndpoint(
        verifier,
        new PubSubDeadLetters(topic(settings.required("TOKEN_RESPONDER_DEAD_LETTERS")), function),
        delivery);
  }

  private ResponseBus bus() {
    return new PubSubBus(topic(settings.required("TOKEN_RESPONDER_TOPIC")));
  }

  private PubSubTopic topic(String name) {
    return new PubSubTopic(pubsub(), name);
  }

  private Pubsub pubsub() {
    return clients.pubsub(settings.optional("PUBSUB_EMULATOR_HOST").orElse(null));
  }

  private Firestore database() {
    FirestoreOptions.Builder options =
        FirestoreOptions.newBuilder()
            .setProjectId(settings.required("TOKEN_RESPONDER_PROJECT"))
            .setDatabaseId(settings.optional("TOKEN_RESPONDER_DATABASE").orElse("(default)"));
    settings
        .optional("FIRESTORE_EMULATOR_HOST")
        .ifPresentOrElse(options::setEmulatorHost, () -> options.setCredentials(credentials));
    return options.build().getService();
  }

  private URL certificates() {
    try {
      return endpoint == null
          ? new URL(CERTIFICATES)
          : endpoint.resolve("/oauth2/v3/certs").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nobody's credentials are shown to what only answers in Google's place. */
  private static GoogleCredentials credentials(@Nullable URI endpoint) {
    if (endpoint != null) {
      return GoogleCredentials.create(new AccessToken("local", new Date(Long.MAX_VALUE)));
    }
    try {
      return GoogleCredentials.getApplicationDefault()
          .createScoped(List.of(GoogleClients.CLOUD_SCOPE));
    } catch (IOException e) {
      throw new UncheckedIOException("there are no Google credentials here", e);
    }
  }
}
