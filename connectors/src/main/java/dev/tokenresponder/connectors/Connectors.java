package dev.tokenresponder.connectors;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.connectors.dropbox.DropboxConnector;
import dev.tokenresponder.connectors.entra.EntraConnector;
import dev.tokenresponder.connectors.github.GitHubConnector;
import dev.tokenresponder.connectors.kubernetes.KubernetesConnector;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import dev.tokenresponder.connectors.okta.OktaConnector;
import dev.tokenresponder.connectors.slack.SlackConnector;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The handlers of all systems that are no cloud of their own: one line for each. */
public final class Connectors {
  /** Makes the handlers of one system from the environment; none when it is not configured. */
  @FunctionalInterface
  interface Maker {
    Map<String, ActionHandler> handlers(Map<String, String> environment, Clock clock);
  }

  /**
   * A system.
   *
   * @param name as actions name it in their permissions
   * @param page what to read to configure it
   */
  record SystemConnector(String name, String page, Maker maker) {}

  private Connectors() {}

  private static List<SystemConnector> all(Map<String, ManagedClusters> clusters) {
    return List.of(
        new SystemConnector("entra", "docs/connectors-entra.md", EntraConnector::handlers),
        new SystemConnector("github", "docs/connectors-github.md", GitHubConnector::handlers),
        new SystemConnector(
            "kubernetes",
            "docs/connectors-kubernetes.md",
            (environment, clock) -> KubernetesConnector.handlers(environment, clock, clusters)),
        new SystemConnector("okta", "docs/connectors-okta.md", OktaConnector::handlers),
        new SystemConnector("slack", "docs/connectors-slack.md", SlackConnector::handlers),
        new SystemConnector("dropbox", "docs/connectors-dropbox.md", DropboxConnector::handlers));
  }

  /**
   * A handler for every action in these systems. In a system that is not configured, or not as it
   * must be, it refuses and says why; that costs no other system its actions.
   *
   * @param clusters the clusters of the clouds at hand, under {@code eks} and {@code gke}
   */
  public static Map<String, ActionHandler> handlers(
      Map<String, String> environment, Clock clock, Map<String, ManagedClusters> clusters) {
    return handlers(all(clusters), environment, clock);
  }

  static Map<String, ActionHandler> handlers(
      List<SystemConnector> systems, Map<String, String> environment, Clock clock) {
    Map<String, ActionHandler> handlers = new HashMap<>();
    for (SystemConnector system : systems) {
      handlers.putAll(refusing(system, ""));
      handlers.putAll(made(system, environment, clock));
    }
    return handlers;
  }

  private static Map<String, ActionHandler> made(
      SystemConnector system, Map<String, String> environment, Clock clock) {
    try {
      return system.maker().handlers(environment, clock);
    } catch (IllegalArgumentException e) {
      return refusing(system, " (" + e.getMessage() + ")");
    } catch (RuntimeException e) {
      return refusing(system, " (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static Map<String, ActionHandler> refusing(SystemConnector system, String why) {
    ActionHandler handler =
        request ->
            new Preparation.Refused(
                "there is no connection to " + system.name() + why + "; see " + system.page());
    Map<String, ActionHandler> refusing = new HashMap<>();
    for (ActionSpec action : Catalogue.all()) {
      if (action.containment() && action.permissions().containsKey(system.name())) {
        refusing.put(action.name(), handler);
      }
    }
    return refusing;
  }
}
