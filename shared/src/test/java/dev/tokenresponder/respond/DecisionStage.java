package dev.tokenresponder.respond;

import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One incident, whoever acts in it under a policy that makes everything wait, and time. */
final class DecisionStage {
  static final String OCCASION = "2026-08-10T10:00:00Z";

  final IncidentStore store = new InMemoryIncidentStore();
  final Incident incident =
      store.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
  final List<Message> bus = new ArrayList<>();
  final DecisionDeskTest.FakeHandler handler = new DecisionDeskTest.FakeHandler();
  final Ticking clock = new Ticking();
  final DecisionDesk desk = new DecisionDesk(store, bus::addAll, clock);
  private final Map<String, ActionHandler> handlers = Map.of("revoke-role-session", handler);

  /** One that goes on by a second whenever it is read. */
  static final class Ticking extends Clock {
    private Instant now = Samples.NOW;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      now = now.plusSeconds(1);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  DecisionDesk desk(ResponseBus other) {
    return new DecisionDesk(store, other, clock);
  }

  ActService act(String mode) {
    String policy = "{version: 1, mode: " + mode + ", trusted_networks: []}";
    return new ActService(
        handlers,
        PolicyReader.parse("test", policy),
        store,
        DelayedDelivery.NONE,
        bus::addAll,
        clock);
  }

  Decision held() {
    ask(Map.of(), Disposition.APPROVE);
    bus.clear();
    return open().get(0);
  }

  Decision done() {
    act("enforce")
        .handle(
            event(Message.requested(request(Map.of(), Disposition.ENFORCE))), "revoke-sessions");
    bus.clear();
    return open().get(0);
  }

  void ask(Map<String, String> more, Disposition mode) {
    deliver(Message.requested(request(more, mode)));
  }

  void deliver(Message message) {
    act("approve").handle(event(message), "revoke-sessions");
  }

  /** All there is on the bus for whoever acts, once. */
  void deliver() {
    List<Message> messages = List.copyOf(bus);
    bus.clear();
    messages.stream().filter(m -> "revoke-sessions".equals(m.function())).forEach(this::deliver);
  }

  Standing give(Decision decision, Verdict verdict) {
    return desk.give(decision, verdict);
  }

  List<Decision> open() {
    return new Decisions(store, clock).open(now());
  }

  Incident now() {
    return store.find(incident.id()).orElseThrow();
  }

  ActionOutcome outcome() {
    return now().containment().get(0);
  }

  List<String> told() {
    return bus.stream()
        .filter(message -> "notify-owners".equals(message.function()))
        .map(Message::detail)
        .toList();
  }

  static byte[] event(Message message) {
    return message.envelope().getBytes(StandardCharsets.UTF_8);
  }

  ActionRequest request(Map<String, String> more, Disposition mode) {
    Map<String, String> arguments = new HashMap<>();
    arguments.put(Arguments.OCCASION, OCCASION);
    arguments.putAll(more);
    return new ActionRequest(
        incident.id(),
        "revoke-role-session",
        Samples.SESSION_ID,
        "111122223333",
        arguments,
        mode,
        "a stolen session",
        Map.of("rules", "A stolen session"),
        Samples.NOW,
        1);
  }
}
