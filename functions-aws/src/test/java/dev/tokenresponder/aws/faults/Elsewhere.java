package dev.tokenresponder.aws.faults;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import java.util.List;

/** Stands for whatever system an action is in, and notes what is done to it. */
record Elsewhere(List<String> writes) implements ActionHandler {

  @Override
  public Preparation prepare(ActionRequest request) {
    return new Preparation.Ready(
        new Preparation.Change() {
          @Override
          public Principal principal() {
            return new Principal(
                PrincipalType.UNKNOWN, null, request.target(), request.account(), null);
          }

          @Override
          public String description() {
            return request.action() + " " + request.target();
          }

          @Override
          public Undo undo() {
            return Undo.NOTHING;
          }

          @Override
          public void apply() {
            writes.add(description());
          }

          @Override
          public String verify() {
            return "done";
          }
        });
  }
}
