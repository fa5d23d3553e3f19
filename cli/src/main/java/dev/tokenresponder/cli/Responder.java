package dev.tokenresponder.cli;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.cli.output.Judged;
import dev.tokenresponder.cli.output.ResponseWriter;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Timeline;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.respond.ActionMessages;
import dev.tokenresponder.respond.ActionRunner;
import dev.tokenresponder.respond.DelayedDelivery;
import dev.tokenresponder.respond.Evaluation;
import dev.tokenresponder.respond.IncidentDesk;
import dev.tokenresponder.respond.NotifyOwner;
import dev.tokenresponder.respond.Rechecks;
import dev.tokenresponder.respond.ResponseBus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Answers matched events one after the other, with the same parts the functions are made of. */
final class Responder {
  private final Cloud cloud;
  private final IncidentDesk desk;
  private final ActionRunner runner;
  private final Rechecks rechecks;
  private final List<ActionRequest> done = new ArrayList<>();
  private final Clock clock;
  private final ResponseWriter writer;
  private boolean failed;

  Responder(Cloud cloud, Policy policy, IncidentStore store, Clock clock, ResponseWriter writer) {
    this.cloud = cloud;
    this.clock = clock;
    this.writer = writer;
    this.desk = new IncidentDesk(store, policy.limits().incidentWindow());
    Map<String, ActionHandler> handlers = Handlers.of(cloud, clock);
    handlers.put(
        Catalogue.NOTIFY_OWNER,
        new NotifyOwner(
            policy.owners(),
            cloud.tags(),
            (owners, message) -> {
              writer.told(owners, message);
              return cloud.notifier().send(owners, message);
            },
            store,
            Duration.ZERO));
    this.runner = new ActionRunner(handlers, policy, store, clock);
    this.rechecks =
        new Rechecks(handlers, runner, store, DelayedDelivery.NONE, this::follow, clock);
  }

  /** Whether any action failed. */
  boolean failed() {
    return failed;
  }

  void answer(Judged judged) {
    Evaluation evaluation = judged.evaluation();
    if (evaluation.status() != Evaluation.Status.MATCHED) {
      return;
    }
    writer.judged(judged);
    cloud.prepareFor(Objects.requireNonNull(evaluation.event()));
    IncidentDesk.Opened opened = desk.open(evaluation, clock.instant());
    writer.opened(opened.incident());
    opened.refused().forEach(writer::outcome);
    for (ActionRequest request : opened.requests()) {
      boolean contains =
          Catalogue.find(request.action()).map(action -> action.containment()).orElse(false);
      if (contains) {
        writer.state("before", request, cloud.stateOf(request));
      }
      ActionOutcome outcome = run(request);
      writer.outcome(outcome);
      if (contains) {
        writer.state("after", request, cloud.stateOf(request));
      }
      failed |= outcome.status() == Status.FAILED;
      if (Rechecks.isLookedAt(outcome)) {
        done.add(request);
      }
    }
  }

  /** Looks again at what was done, once and at the end, and says what was found. */
  void lookAgain() {
    long still = 0;
    for (ActionRequest request : done) {
      try {
        String found = rechecks.look(request.attempted(1)).reason();
        if (found.startsWith(Timeline.STILL_SO)) {
          still++;
        } else {
          System.err.println("looked again at " + request.target() + ": " + found);
        }
      } catch (ActionException e) {
        System.err.println("could not look again at " + request.target() + ": " + e.getMessage());
      }
    }
    if (!done.isEmpty()) {
      System.err.println("looked again: " + still + " of " + done.size() + " still so");
    }
  }

  /** What is gone was done again, and is told. */
  private void follow(List<ResponseBus.Message> messages) {
    for (ResponseBus.Message message : messages) {
      if (message.detailType().equals(ActionMessages.REQUESTED)) {
        ActionRequest request =
            ActionMessages.read(Json.read(message.detail().getBytes(StandardCharsets.UTF_8)));
        writer.outcome(run(request));
      }
    }
  }

  private ActionOutcome run(ActionRequest request) {
    try {
      return runner.run(request);
    } catch (ActionException e) {
      String reason = e.getMessage() + "; run the same command again";
      return new ActionOutcome(request.key(), Status.FAILED, reason, Undo.NOTHING, clock.instant());
    }
  }
}
