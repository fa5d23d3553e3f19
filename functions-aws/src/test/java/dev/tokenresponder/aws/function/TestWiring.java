package dev.tokenresponder.aws.function;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.aws.iam.AwsHandlers;
import dev.tokenresponder.aws.iam.FakeIam;
import dev.tokenresponder.connectors.Webhooks;
import dev.tokenresponder.connectors.decisions.DecisionsEndpoint;
import dev.tokenresponder.connectors.decisions.LinkedDecisions;
import dev.tokenresponder.connectors.inbound.BusSink;
import dev.tokenresponder.connectors.inbound.InboundEndpoint;
import dev.tokenresponder.connectors.inbound.StoredReplayGuard;
import dev.tokenresponder.decode.Intake;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActService;
import dev.tokenresponder.respond.EvaluateService;
import dev.tokenresponder.respond.Evaluator;
import dev.tokenresponder.respond.IncidentDesk;
import dev.tokenresponder.respond.Memory;
import dev.tokenresponder.respond.NotifyOwner;
import dev.tokenresponder.respond.OwnerMessage;
import dev.tokenresponder.respond.ResponseBus;
import dev.tokenresponder.respond.RuleBook;
import dev.tokenresponder.respond.RuleFile;
import dev.tokenresponder.respond.Seal;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions with everything outside them in memory, for tests to look at. */
@Alternative
@Priority(1)
class TestWiring {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-10T10:00:05Z"), ZoneOffset.UTC);
  static final List<ResponseBus.Message> BUS = new ArrayList<>();
  static final List<ResponseBus.Message> LATER = new ArrayList<>();
  static final List<OwnerMessage> TOLD = new ArrayList<>();
  static final IncidentStore STORE = new InMemoryIncidentStore();
  static final FakeIam IAM = new FakeIam();
  static final String GITHUB_SECRET = "a-secret-for-tests-only";
  static final Seal SEAL = new Seal("another-secret-for-tests");
  static final Map<String, String> LINKS =
      Map.of(
          LinkedDecisions.KEY, "a-key-for-links-in-tests-0123456789",
          LinkedDecisions.URL, "https://decide.example.com");
  static final Policy POLICY =
      PolicyReader.parse(
          "test",
          "{version: 1, mode: enforce, trusted_networks: [], owners: {fallback: [a@example.com]}}");

  @Produces
  @Singleton
  EvaluateService evaluateService() {
    Evaluator evaluator =
        new Evaluator(
            RuleBook.of(RuleFile.builtIn(), POLICY),
            POLICY,
            Intake.BUS,
            Memory.local(),
            event -> CLOCK.instant());
    return new EvaluateService(
        evaluator, new IncidentDesk(STORE, Duration.ofHours(24)), BUS::addAll, CLOCK, SEAL);
  }

  @Produces
  @Singleton
  InboundEndpoint webhooks() {
    return Webhooks.endpoint(
        Map.of("TOKEN_RESPONDER_WEBHOOK_GITHUB", GITHUB_SECRET),
        new StoredReplayGuard(STORE, CLOCK),
        new BusSink(BUS::addAll, SEAL),
        CLOCK);
  }

  @Produces
  @Singleton
  DecisionsEndpoint decisions() {
    return LinkedDecisions.endpoint(LINKS, STORE, BUS::addAll, CLOCK);
  }

  @Produces
  @Singleton
  ActService actService() {
    Map<String, ActionHandler> handlers = new HashMap<>(AwsHandlers.containment(IAM));
    handlers.put(
        Catalogue.NOTIFY_OWNER,
        new NotifyOwner(
            POLICY.owners(),
            (principal, tag) -> Optional.empty(),
            (owners, message) -> {
              TOLD.add(message);
              return "in a list";
            },
            STORE,
            Duration.ZERO,
            LinkedDecisions.links(LINKS, STORE, CLOCK)));
    return new ActService(
        handlers, POLICY, STORE, (message, delay) -> LATER.add(message), BUS::addAll, CLOCK);
  }
}
