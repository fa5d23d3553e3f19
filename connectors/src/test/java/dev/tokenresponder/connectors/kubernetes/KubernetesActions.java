package dev.tokenresponder.connectors.kubernetes;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActionRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** The actions as they are wired, through the real client and a kubeconfig file, on the double. */
final class KubernetesActions implements AutoCloseable {
  static final String CLUSTER = "eks/111122223333/shop";
  static final Instant SEEN = Instant.parse("2026-11-24T09:00:00Z");
  static final Instant NOW = SEEN.plusSeconds(5);

  final KubernetesDouble cluster = new KubernetesDouble();
  final IncidentStore store = new InMemoryIncidentStore();
  final Map<String, ActionHandler> handlers;
  private final Path kubeconfig;
  private Policy policy =
      PolicyReader.parse("p", "{version: 1, mode: enforce, trusted_networks: []}");

  KubernetesActions() {
    this(Map.of());
  }

  KubernetesActions(Map<String, String> more) {
    kubeconfig = kubeconfig(cluster.root());
    Map<String, String> environment = new HashMap<>();
    environment.put("TOKEN_RESPONDER_KUBERNETES_CLUSTERS", CLUSTER + "=" + kubeconfig);
    environment.put("TOKEN_RESPONDER_KUBERNETES_NAMESPACE", "responder");
    environment.putAll(more);
    handlers = KubernetesConnector.handlers(environment, clock(), Map.of());
  }

  /** With just the permissions that the catalogue declares for an action. */
  static KubernetesActions permittedFor(String action) {
    KubernetesActions actions = new KubernetesActions();
    actions.cluster.permit(Catalogue.find(action).orElseThrow().permissions().get("kubernetes"));
    return actions;
  }

  KubernetesActions under(String yaml) {
    policy = PolicyReader.parse("p", yaml);
    return this;
  }

  ActionOutcome run(ActionRequest request) {
    return new ActionRunner(handlers, policy, store, clock()).run(request);
  }

  String undo(ActionOutcome outcome) {
    return ((UndoHandler) handlers.get(outcome.key().action())).undo(outcome.undo(), NOW);
  }

  static ActionRequest request(String action, String target, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.putIfAbsent(Arguments.CLUSTER, CLUSTER);
    all.put(Arguments.SEEN_AT, SEEN.toString());
    return new ActionRequest(
        "inc-20261124-abc",
        action,
        target,
        "111122223333",
        all,
        Disposition.ENFORCE,
        "A rule",
        Map.of(),
        NOW,
        1);
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  static Path kubeconfig(String server) {
    try {
      Path file = Files.createTempFile("kubeconfig", ".yaml");
      return Files.writeString(
          file,
          """
          apiVersion: v1
          kind: Config
          current-context: it
          clusters: [{name: it, cluster: {server: "%s"}}]
          users: [{name: it, user: {token: "%s"}}]
          contexts: [{name: it, context: {cluster: it, user: it}}]
          """
              .formatted(server, KubernetesDouble.TOKEN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cluster.close();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
