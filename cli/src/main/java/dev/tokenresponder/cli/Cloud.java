package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.TagLookup;
import java.util.List;
import java.util.Map;

/** Where {@code respond} acts: a made-up AWS in memory, or a real one. */
interface Cloud {

  /** Told of every matched event before its plan is carried out. */
  void prepareFor(TokenEvent event);

  /** The identity that acts, which must not be acted on; none where nobody real does. */
  List<Exemption> self();

  /** The containment handlers by action name. */
  Map<String, ActionHandler> handlers();

  /** The clusters that its identity reaches, by what stands in place of a kubeconfig. */
  default Map<String, ManagedClusters> clusters() {
    return Map.of();
  }

  /** How owners' tags are read. */
  TagLookup tags();

  /** How owners are told, beside being shown what they are told. */
  Notifier notifier();

  /** The state of a request's target, one fact per line; empty when it is not for showing. */
  List<String> stateOf(ActionRequest request);
}
