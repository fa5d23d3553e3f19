package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.ActionSpec;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.cli.state.Place;
import dev.tokenresponder.connectors.Connectors;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which handler performs, or takes back, which action on the command line. */
final class Handlers {
  private Handlers() {}

  /** Those of the connections that the environment configures, and those of a cloud. */
  static Map<String, ActionHandler> of(Cloud cloud, Clock clock) {
    Map<String, ActionHandler> handlers =
        new HashMap<>(Connectors.handlers(System.getenv(), clock, cloud.clusters()));
    handlers.putAll(cloud.handlers());
    return handlers;
  }

  /** The same for what a file holds; whatever is in another cloud is refused with what to give. */
  static Map<String, ActionHandler> fromState(Place place, Optional<Cloud> cloud, Clock clock) {
    ActionHandler elsewhere =
        new InAnotherCloud(
            switch (place) {
              case MADE_UP ->
                  "it was done in a cloud in memory, which is gone; respond with --endpoint-url"
                      + " acts in one that stays";
              case REAL -> "give --endpoint-url with the cloud that it was done in";
            });
    Map<String, ActionHandler> handlers = new HashMap<>();
    for (ActionSpec action : Catalogue.all()) {
      if (action.containment()) {
        handlers.put(action.name(), elsewhere);
      }
    }
    handlers.putAll(
        cloud
            .map(given -> of(given, clock))
            .orElseGet(() -> Connectors.handlers(System.getenv(), clock, Map.of())));
    return handlers;
  }

  private record InAnotherCloud(String reason) implements ActionHandler, UndoHandler {
    @Override
    public Preparation prepare(ActionRequest request) {
      return new Preparation.Refused(reason);
    }

    @Override
    public String undo(Undo undo, Instant now) {
      throw ActionException.permanent(reason);
    }
  }
}
