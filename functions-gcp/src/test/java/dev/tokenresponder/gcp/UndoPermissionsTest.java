package dev.tokenresponder.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Needed;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Taking back calls what is declared for it, beyond what the actions call themselves. */
class UndoPermissionsTest {

  @Test
  void taking_back_calls_what_is_declared_and_nothing_else() {
    Map<String, Set<String>> called = new TreeMap<>();
    for (ActionRequest request : GoogleActionsTest.requests()) {
      called.computeIfAbsent(function(request), f -> new TreeSet<>()).addAll(takingBack(request));
    }

    Permissions.byFunction()
        .forEach(
            (function, needed) -> {
              Set<String> beyond = called.getOrDefault(function, new TreeSet<>());
              beyond.removeAll(needed.act());
              assertThat(beyond).as(function).containsExactlyElementsOf(needed.undo());
            });
  }

  private static String function(ActionRequest request) {
    return Catalogue.find(request.action()).orElseThrow().function();
  }

  /** What is called once the action is done and its last token has run out. */
  private static Set<String> takingBack(ActionRequest request) {
    try (GoogleActions actions = GoogleActionsTest.on(request)) {
      Undo undo = actions.run(request).undo();
      actions.google.access().forget();
      if (actions.handlers().get(request.action()) instanceof UndoHandler handler) {
        Needed needed = Permissions.byFunction().get(function(request));
        Set<String> granted = new TreeSet<>(needed.act());
        granted.addAll(needed.undo());
        actions.google.access().grant("t", "responder", granted.toArray(String[]::new));
        handler.undo(undo, Requests.NOW.plus(Duration.ofDays(1)));
      }
      return actions.google.access().used();
    }
  }
}
