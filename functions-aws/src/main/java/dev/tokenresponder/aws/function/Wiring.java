package dev.tokenresponder.aws.function;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.aws.AwsClients;
import dev.tokenresponder.aws.EksClusters;
import dev.tokenresponder.aws.IdentityCenterAccess;
import dev.tokenresponder.aws.MemberAccounts;
import dev.tokenresponder.aws.OwnIdentity;
import dev.tokenresponder.aws.Secrets;
import dev.tokenresponder.aws.dynamodb.DynamoDbCorrelationStore;
import dev.tokenresponder.aws.dynamodb.DynamoDbHabits;
import dev.tokenresponder.aws.dynamodb.DynamoDbIncidentStore;
import dev.tokenresponder.aws.dynamodb.DynamoDbLinks;
import dev.tokenresponder.aws.iam.AwsHandlers;
import dev.tokenresponder.aws.iam.Iam;
import dev.tokenresponder.aws.iam.IamTags;
import dev.tokenresponder.aws.iam.Pace;
import dev.tokenresponder.aws.iam.SdkIam;
import dev.tokenresponder.aws.iam.Widening;
import dev.tokenresponder.aws.messaging.EventBridgeBus;
import dev.tokenresponder.aws.messaging.SnsNotifier;
import dev.tokenresponder.aws.messaging.SqsDelays;
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
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Puts the functions together from their environment; nothing else knows about injection. */
final class Wiring {
  private final Clock clock = Clock.systemUTC();
  private final AwsClients clients = new AwsClients(null);
  private final Map<String, String> environment = Secrets.resolve(System.getenv(), clients);
  private final Settings settings = new Settings(environment);

  @Produces
  @Singleton
  EvaluateService evaluateService(PolicyAndRules standing) {
    Policy policy = standing.policy();
    IncidentStore store = store();
    Lineage lineage = new FollowedLineage(new DynamoDbLinks(clients.dynamoDb(), settings.table()));
    Evaluator evaluator =
        new Evaluator(
            standing.rules(),
            policy,
            Intake.BUS,
            settings.trustedClusters(),
            new Memory(
                new DynamoDbCorrelationStore(clients.dynamoDb(), settings.table(), clock),
                new DynamoDbHabits(clients.dynamoDb(), settings.table(), clock),
                new IncidentContainments(store, lineage),
                lineage),
            event -> clock.instant());
    return new EvaluateService(
        evaluator,
        new IncidentDesk(store, policy.limits().incidentWindow()),
        bus(),
        clock,
        settings.seal().orElse(null),
        settings.metrics(clock));
  }

  @Produces
  @Singleton
  InboundEndpoint webhooks() {
    return Webhooks.endpoint(
        environment,
        new StoredReplayGuard(store(), clock),
        new BusSink(
            bus(),
            settings.seal().orElseThrow(() -> new PolicyException(Settings.SEAL + " is not set"))),
        clock);
  }

  @Produces
  @Singleton
  DecisionsEndpoint decisions() {
    return LinkedDecisions.endpoint(environment, store(), bus(), clock);
  }

  @Produces
  @Singleton
  ActService actService() {
    GetCallerIdentityResponse self = clients.sts().getCallerIdentity();
    Policy policy = settings.policy().exempting(OwnIdentity.exemptions(self.arn()));
    Iam iam = new SdkIam(clients.iam(), self::account);
    MemberAccounts accounts =
        new MemberAccounts(clients, self, environment.get(MemberAccounts.SETTING), clock);
    IncidentStore store = store();
    Map<String, ActionHandler> handlers =
        new HashMap<>(
            AwsHandlers.containment(
                accounts,
                new IdentityCenterAccess(clients, accounts, environment),
                Pace.SHARED,
                Widening.under(policy)));
    handlers.putAll(
        Connectors.handlers(environment, clock, Map.of("eks", new EksClusters(clients, accounts))));
    handlers.put(
        Catalogue.NOTIFY_OWNER,
        new NotifyOwner(
            policy.owners(),
            new IamTags(iam),
            SignallingNotifier.around(
                (owners, message) -> notifier(policy.notifications()).send(owners, message),
                SharedSignals.transmitter(environment, clock),
                store),
            store,
            Duration.ofSeconds(20),
            incident -> LinkedDecisions.links(environment, store, clock).of(incident)));
    return new ActService(handlers, policy, store, delays(), bus(), clock, settings.metrics(clock));
  }

  private DelayedDelivery delays() {
    return settings
        .recheckQueue()
        .<DelayedDelivery>map(queue -> new SqsDelays(clients.sqs(), queue))
        .orElse(DelayedDelivery.NONE);
  }

  private Notifier notifier(Notifications notifications) {
    List<Named> ways = new ArrayList<>();
    if (notifications.snsTopic() != null) {
      ways.add(new Named("topic", new SnsNotifier(clients.sns(), notifications.snsTopic())));
    }
    ways.addAll(OwnerChannels.of(notifications, environment));
    return new Notifiers(ways);
  }

  private IncidentStore store() {
    return new DynamoDbIncidentStore(clients.dynamoDb(), settings.table(), clock);
  }

  private ResponseBus bus() {
    return new EventBridgeBus(clients.eventBridge(), settings.bus());
  }
}
