package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.connectors.kubernetes.ManagedClusters;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.policy.Exemption;
import dev.tokenresponder.respond.Notifier;
import dev.tokenresponder.respond.TagLookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Several clouds as one: whichever knows an action performs it. */
record SeveralClouds(List<Cloud> clouds) implements Cloud {

  @Override
  public void prepareFor(TokenEvent event) {
    clouds.forEach(cloud -> cloud.prepareFor(event));
  }

  @Override
  public List<Exemption> self() {
    return clouds.stream().flatMap(cloud -> cloud.self().stream()).toList();
  }

  @Override
  public Map<String, ActionHandler> handlers() {
    Map<String, ActionHandler> handlers = new HashMap<>();
    clouds.forEach(cloud -> handlers.putAll(cloud.handlers()));
    return handlers;
  }

  @Override
  public Map<String, ManagedClusters> clusters() {
    Map<String, ManagedClusters> clusters = new HashMap<>();
    clouds.forEach(cloud -> clusters.putAll(cloud.clusters()));
    return clusters;
  }

  @Override
  public TagLookup tags() {
    return (principal, name) ->
        clouds.stream().flatMap(cloud -> cloud.tags().tag(principal, name).stream()).findFirst();
  }

  @Override
  public Notifier notifier() {
    return (owners, message) ->
        clouds.stream()
            .map(cloud -> cloud.notifier().send(owners, message))
            .distinct()
            .collect(Collectors.joining("; "));
  }

  @Override
  public List<String> stateOf(ActionRequest request) {
    Optional<Cloud> acting =
        clouds.stream().filter(cloud -> cloud.handlers().containsKey(request.action())).findFirst();
    return acting.map(cloud -> cloud.stateOf(request)).orElse(List.of());
  }
}
