package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.action.UndoHandler;
import dev.tokenresponder.decode.Json;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Stop;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import dev.tokenresponder.respond.DecisionDesk.Standing;
import dev.tokenresponder.respond.ResponseBus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a verdict to what becomes of it in the function that acts. */
class DecisionDeskTest {
  private static final String FUNCTION = "revoke-sessions";
  private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);

  private final IncidentStore store = new InMemoryIncidentStore();
  private final Incident incident =
      store.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));
  private final List<Message> bus = new ArrayList<>();
  private final FakeHandler handler = new FakeHandler();
  private final Map<String, ActionHandler> handlers = Map.of("revoke-role-session", handler);
  private final DecisionDesk desk = new DecisionDesk(store, bus::addAll, CLOCK);
  private final ActService act = act("{version: 1, mode: approve, trusted_networks: []}");

  @Test
  void what_waits_is_done_once_it_is_approved() {
    Decision decision = held();

    assertThat(desk.give(decision, Verdict.APPROVE)).isEqualTo(new Standing.Given(Verdict.APPROVE));

    assertThat(bus).extracting(Message::function).containsExactly(FUNCTION);
    deliver();
    assertThat(outcome().status()).isEqualTo(Status.DONE);
    assertThat(handler.applied).isEqualTo(1);
  }

  @Test
  void its_owner_is_told_once_what_became_of_what_was_approved() {
    Decision decision = held();
    desk.give(decision, Verdict.APPROVE);
    Message requested = bus.get(0);
    deliver();

    assertThat(bus).extracting(Message::detailType).contains("Action Completed");
    assertThat(told()).singleElement().asString().contains("approved this through a link", "read");

    String first = told().get(0);
    bus.clear();
    deliver(requested);
    assertThat(key(told().get(0))).isEqualTo(key(first));
  }

  @Test
  void a_message_alone_approves_nothing() {
    held();
    ActionRequest enforced = request(Map.of(), Disposition.ENFORCE);

    deliver(Message.requested(request(Map.of(), Disposition.APPROVE)));
    deliver(Message.requested(enforced));

    assertThat(outcome().status()).isEqualTo(Status.HELD);
    assertThat(handler.applied).isZero();
  }

  @Test
  void what_was_held_is_done_and_not_what_the_message_says() {
    Decision decision = held();
    desk.give(decision, Verdict.APPROVE);

    deliver(Message.requested(request(Map.of(Arguments.SESSION, "else"), Disposition.ENFORCE)));

    assertThat(handler.last.arguments()).doesNotContainKey(Arguments.SESSION);
    assertThat(outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void an_approval_does_not_hold_for_another_plan() {
    Decision decision = held();
    desk.give(decision, Verdict.APPROVE);
    holdAnother();

    deliver();

    assertThat(outcome().status()).isEqualTo(Status.HELD);
    assertThat(handler.applied).isZero();
  }

  @Test
  void a_decision_about_a_plan_that_has_changed_is_not_taken() {
    Decision decision = held();
    holdAnother();

    assertThat(desk.give(decision, Verdict.APPROVE)).isEqualTo(new Standing.Changed("held"));
    assertThat(bus).isEmpty();
  }

  @Test
  void that_the_credential_was_seen_once_more_does_not_change_the_plan() {
    Decision decision = held();
    hold(
        Map.of(
            Arguments.SEEN_AT,
            "2026-08-10T10:05:00Z",
            Arguments.ISSUED_BEFORE,
            "2026-08-10T10:05:01Z"));

    assertThat(desk.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
  }

  @Test
  void a_decision_is_made_once() {
    Decision decision = held();
    desk.give(decision, Verdict.APPROVE);
    bus.clear();

    for (Verdict verdict : List.of(Verdict.APPROVE, Verdict.REJECT)) {
      assertThat(desk.give(decision, verdict)).isInstanceOf(Standing.Settled.class);
    }
    assertThat(bus).isEmpty();
    assertThat(outcome().status()).isEqualTo(Status.HELD);
  }

  @Test
  void what_is_rejected_is_refused_and_cannot_be_approved_any_more() {
    Decision decision = held();

    assertThat(desk.give(decision, Verdict.REJECT)).isInstanceOf(Standing.Given.class);

    assertThat(outcome().status()).isEqualTo(Status.REFUSED);
    assertThat(desk.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Settled.class);
    deliver(Message.requested(request(Map.of(), Disposition.APPROVE)));
    assertThat(handler.applied).isZero();
  }

  @Test
  void looking_changes_nothing() {
    Decision decision = held();
    Incident before = store.find(incident.id()).orElseThrow();

    assertThat(desk.look(decision)).isInstanceOf(Standing.Open.class);

    assertThat(store.find(incident.id())).contains(before);
    assertThat(bus).isEmpty();
    assertThat(desk.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
  }

  @Test
  void a_decision_that_could_not_be_passed_on_can_be_made_again() {
    Decision decision = held();
    DecisionDesk broken =
        new DecisionDesk(
            store,
            messages -> {
              throw ActionException.retryable("no bus", null);
            },
            CLOCK);
    assertThatThrownBy(() -> broken.give(decision, Verdict.APPROVE)).hasMessage("no bus");

    assertThat(desk.give(decision, Verdict.REJECT)).isInstanceOf(Standing.Given.class);
    assertThat(outcome().status()).isEqualTo(Status.REFUSED);
  }

  @Test
  void whoever_acts_at_once_finds_the_approval() {
    Decision decision = held();
    new DecisionDesk(store, messages -> messages.forEach(this::deliver), CLOCK)
        .give(decision, Verdict.APPROVE);

    assertThat(outcome().status()).isEqualTo(Status.DONE);
  }

  @Test
  void what_was_done_is_taken_back_and_its_owner_told() {
    Decision decision = done();

    assertThat(desk.give(decision, Verdict.UNDO)).isInstanceOf(Standing.Given.class);
    Message asked = bus.get(0);
    deliver();
    deliver(asked);

    assertThat(outcome().status()).isEqualTo(Status.UNDONE);
    assertThat(handler.undone).isEqualTo(1);
    assertThat(store.find(incident.id()).orElseThrow().state()).isEqualTo(IncidentState.UNDONE);
    assertThat(bus).extracting(Message::detailType).contains("Action Completed");
    assertThat(told()).hasSize(2);
    assertThat(told().get(0)).contains("taken back through a link", "as before");
    assertThat(key(told().get(1))).isEqualTo(key(told().get(0)));
    assertThat(desk.give(decision, Verdict.UNDO)).isInstanceOf(Standing.Settled.class);
  }

  @Test
  void a_message_alone_takes_nothing_back() {
    Decision decision = done();

    assertThatThrownBy(() -> deliver(Message.undoRequested(decision.action())))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("nobody has said");

    assertThat(handler.undone).isZero();
  }

  @Test
  void another_function_takes_nothing_back() {
    Decision decision = done();
    desk.give(decision, Verdict.UNDO);

    assertThatThrownBy(() -> act.handle(event(bus.get(0)), "disable-keys"))
        .isInstanceOf(MalformedEventException.class);
    assertThat(handler.undone).isZero();
  }

  @Test
  void an_undo_that_may_succeed_later_is_delivered_again() {
    Decision decision = done();
    desk.give(decision, Verdict.UNDO);
    Message asked = bus.get(0);
    handler.failure = ActionException.retryable("throttled", null);

    assertThatThrownBy(() -> deliver(asked))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());

    handler.failure = null;
    deliver(asked);
    assertThat(outcome().status()).isEqualTo(Status.UNDONE);
  }

  @Test
  void what_was_taken_back_otherwise_meanwhile_is_left_alone() {
    Decision decision = done();
    new Undoing(handlers, store, CLOCK).undo(incident.id(), null);

    assertThat(desk.give(decision, Verdict.UNDO)).isEqualTo(new Standing.Changed("undone"));
    assertThat(bus).isEmpty();
  }

  @Test
  void while_everything_is_stopped_nothing_is_approved_and_the_decision_stays_open() {
    Decision decision = held();
    Stop order = new Stop(Samples.NOW, "alice", "a false alarm");
    store.stop(order);

    assertThat(desk.give(decision, Verdict.APPROVE)).isEqualTo(new Standing.Stopped(order));
    assertThat(bus).isEmpty();

    store.resume();
    assertThat(desk.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Given.class);
  }

  @Test
  void an_incident_that_is_not_there_is_unknown() {
    Decision decision = held();
    DecisionDesk other = new DecisionDesk(new InMemoryIncidentStore(), bus::addAll, CLOCK);

    assertThat(other.look(decision)).isInstanceOf(Standing.Unknown.class);
    assertThat(other.give(decision, Verdict.APPROVE)).isInstanceOf(Standing.Unknown.class);
  }

  @Test
  void a_verdict_contains_nothing_and_is_shown_in_the_incident() {
    Decision decision = held();
    desk.give(decision, Verdict.APPROVE);

    Incident now = store.find(incident.id()).orElseThrow();
    assertThat(now.containment()).hasSize(1);
    assertThat(now.actions())
        .filteredOn(outcome -> outcome.key().action().equals("decide"))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.key().name())
                  .isEqualTo("revoke-role-session/" + Samples.SESSION_ID);
              assertThat(outcome.reason()).isEqualTo("approved by a person through a link");
            });
  }

  @Test
  void what_is_open_is_what_waits_and_what_can_be_taken_back() {
    assertThat(open()).isEmpty();
    Decision held = held();
    assertThat(open()).containsExactly(held);
    desk.give(held, Verdict.APPROVE);
    deliver();
    assertThat(open())
        .singleElement()
        .satisfies(d -> assertThat(d.question()).isEqualTo(Verdict.Question.UNDO));
  }

  private List<Decision> open() {
    return new Decisions(store, CLOCK).open(store.find(incident.id()).orElseThrow());
  }

  private Decision held() {
    hold(Map.of());
    return open().get(0);
  }

  private void hold(Map<String, String> arguments) {
    deliver(Message.requested(request(arguments, Disposition.APPROVE)));
    bus.clear();
  }

  /** As nobody but who may write to the store can. */
  private void holdAnother() {
    ActionRequest other = request(Map.of(Arguments.SESSION, "else"), Disposition.APPROVE);
    Claim claim = store.claim(other.key(), Samples.NOW, Duration.ofMinutes(1));
    store.hold(((Claim.Granted) claim).token(), outcome(), ActionMessages.write(other));
  }

  private Decision done() {
    act("{version: 1, mode: enforce, trusted_networks: []}")
        .handle(event(Message.requested(request(Map.of(), Disposition.ENFORCE))), FUNCTION);
    bus.clear();
    return open().get(0);
  }

  private ActionOutcome outcome() {
    return store.find(incident.id()).orElseThrow().containment().get(0);
  }

  private List<String> told() {
    return bus.stream()
        .filter(message -> "notify-owners".equals(message.function()))
        .map(Message::detail)
        .toList();
  }

  private static Object key(String request) {
    return ActionMessages.read(Json.read(request.getBytes(StandardCharsets.UTF_8))).key();
  }

  private void deliver() {
    List<Message> messages = List.copyOf(bus);
    bus.clear();
    messages.forEach(this::deliver);
  }

  private void deliver(Message message) {
    act.handle(event(message), FUNCTION);
  }

  private static byte[] event(Message message) {
    return message.envelope().getBytes(StandardCharsets.UTF_8);
  }

  private ActService act(String policy) {
    return new ActService(
        handlers,
        PolicyReader.parse("test", policy),
        store,
        DelayedDelivery.NONE,
        bus::addAll,
        CLOCK);
  }

  private ActionRequest request(Map<String, String> more, Disposition mode) {
    Map<String, String> arguments = new HashMap<>(more);
    arguments.put(Arguments.OCCASION, "2026-08-10T10:00:00Z");
    return new ActionRequest(
        incident.id(),
        "revoke-role-session",
        Samples.SESSION_ID,
        "111122223333",
        arguments,
        mode,
        "a stolen session",
        Map.of("rules", "A stolen session", "time", mode.label()),
        Samples.NOW,
        1);
  }

  /** Denies, and counts. */
  static final class FakeHandler implements ActionHandler, UndoHandler, Preparation.Change {
    int applied;
    int undone;
    ActionRequest last;
    ActionException failure;
    ActionException fault;
    Runnable meanwhile = () -> {};

    @Override
    public Preparation prepare(ActionRequest request) {
      last = request;
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
      return new Preparation.Ready(this);
    }

    @Override
    public Principal principal() {
      return Samples.APP_SERVER;
    }

    @Override
    public String description() {
      return "deny it";
    }

    @Override
    public Undo undo() {
      return new Undo("undo it", Map.of("role", "app-server"));
    }

    @Override
    public void apply() {
      if (fault != null) {
        throw fault;
      }
      applied++;
    }

    @Override
    public String verify() {
      return "read back";
    }

    @Override
    public String undo(Undo undo, Instant now) {
      if (failure != null) {
        throw failure;
      }
      undone++;
      return "as before";
    }
  }
}
