package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.event.TokenEvent;
import dev.tokenresponder.respond.Evaluation.Status;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges events, opens incidents and asks for actions. It has no power to perform any. */
public final class EvaluateService {
  private final Evaluator evaluator;
  private final IncidentDesk desk;
  private final ResponseBus bus;
  private final Clock clock;
  private final @Nullable Seal seal;
  private final Metrics metrics;

  /**
   * Judges with {@code evaluator}, records at {@code desk} and asks on {@code bus}.
   *
   * @param seal opens what came by webhook; null when nothing does
   */
  public EvaluateService(
      Evaluator evaluator, IncidentDesk desk, ResponseBus bus, Clock clock, @Nullable Seal seal) {
    this(evaluator, desk, bus, clock, seal, Metrics.NONE);
  }

  /**
   * Judges with {@code evaluator}, records at {@code desk}, asks on {@code bus}, and counts.
   *
   * @param seal opens what came by webhook; null when nothing does
   */
  public EvaluateService(
      Evaluator evaluator,
      IncidentDesk desk,
      ResponseBus bus,
      Clock clock,
      @Nullable Seal seal,
      Metrics metrics) {
    this.evaluator = evaluator;
    this.seal = seal;
    this.desk = desk;
    this.bus = bus;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Handles one event. Everything readable in it is handled before what is malformed is reported.
   *
   * @throws MalformedEventException when something in it cannot be read
   * @throws dev.tokenresponder.action.ActionException when it must be delivered again
   */
  public void handle(byte[] event) {
    List<String> malformed = new ArrayList<>();
    for (Evaluation evaluation : evaluate(event)) {
      Instant now = clock.instant();
      if (evaluation.status() == Status.MATCHED) {
        open(evaluation, now);
      } else if (evaluation.status() == Status.MALFORMED) {
        malformed.add(String.valueOf(evaluation.reason()));
      }
      TokenEvent judged = evaluation.event();
      if (judged != null) {
        metrics.judged(judged.source(), Metrics.between(judged.time(), now));
      }
    }
    if (!malformed.isEmpty()) {
      throw new MalformedEventException("malformed: " + String.join("; ", malformed));
    }
  }

  private List<Evaluation> evaluate(byte[] event) {
    if (!Seal.isOn(event)) {
      return evaluator.evaluate(event, null);
    }
    if (seal == null) {
      throw new MalformedEventException("a received record, but no seal to open it with");
    }
    Seal.Opened received = seal.open(event);
    return evaluator.evaluateReceived(received.record(), received.source());
  }

  private void open(Evaluation evaluation, Instant now) {
    IncidentDesk.Opened opened = desk.open(evaluation, now);
    if (opened.incident().sightings().stream().allMatch(s -> now.equals(s.seenAt()))) {
      metrics.opened();
    }
    List<Message> messages = new ArrayList<>();
    for (ActionRequest request : opened.requests()) {
      messages.add(Message.requested(request));
    }
    for (ActionOutcome outcome : opened.refused()) {
      messages.add(Message.completed(outcome));
    }
    messages.add(Message.updated(opened.incident()));
    bus.put(messages);
    JsonLog.info(
        "incident",
        "incident",
        opened.incident().id(),
        "level",
        opened.incident().level().label(),
        "requested",
        String.valueOf(opened.requests().size()),
        "refused",
        String.valueOf(opened.refused().size()));
  }
}
