package dev.tokenresponder.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentState;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.Stop;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.policy.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionRunnerTest {
  private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);

  private static final String ENFORCE = "{version: 1, mode: enforce, trusted_networks: []}";

  private final FakeChange change = new FakeChange();
  private final IncidentStore store = new InMemoryIncidentStore();
  private final Incident incident =
      store.report(IncidentReport.of(Samples.sessionUsed(), List.of(), Duration.ofHours(24)));

  @Test
  void acts_reads_back_and_records() {
    ActionOutcome outcome = run(ENFORCE, Disposition.ENFORCE);

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.reason()).isEqualTo("read back");
    assertThat(outcome.undo().command()).isEqualTo("undo it");
    assertThat(change.applied).isEqualTo(1);
  }

  @Test
  void asked_twice_it_acts_once() {
    run(ENFORCE, Disposition.ENFORCE);
    ActionOutcome again = run(ENFORCE, Disposition.ENFORCE);

    assertThat(again.status()).isEqualTo(Status.DONE);
    assertThat(change.applied).isEqualTo(1);
  }

  @Test
  void monitor_walks_the_same_path_and_changes_nothing() {
    ActionOutcome outcome = run(ENFORCE, Disposition.MONITOR);

    assertThat(outcome.status()).isEqualTo(Status.PLANNED);
    assertThat(outcome.reason()).contains("deny it");
    assertThat(change.prepared).isEqualTo(1);
    assertThat(change.applied).isZero();
  }

  @Test
  void approve_holds_and_changes_nothing() {
    assertThat(run(ENFORCE, Disposition.APPROVE).status()).isEqualTo(Status.HELD);
    assertThat(change.applied).isZero();
  }

  @Test
  void what_was_only_planned_or_held_can_be_done_later() {
    run(ENFORCE, Disposition.MONITOR);
    run(ENFORCE, Disposition.APPROVE);

    assertThat(run(ENFORCE, Disposition.ENFORCE).status()).isEqualTo(Status.DONE);
  }

  @Test
  void the_exemption_is_checked_again_against_whom_the_system_names() {
    ActionOutcome outcome =
        run(
            "{version: 1, mode: enforce, trusted_networks: [], exemptions:"
                + " [{arn: 'arn:aws:iam::111122223333:role/app-server'}]}",
            Disposition.ENFORCE);

    assertThat(outcome.status()).isEqualTo(Status.REFUSED);
    assertThat(outcome.reason()).contains("exempt");
    assertThat(change.applied).isZero();
  }

  @Test
  void another_account_than_the_policy_names_is_refused() {
    ActionOutcome outcome =
        run(
            "{version: 1, mode: enforce, trusted_networks: [], accounts: ['444455556666']}",
            Disposition.ENFORCE);

    assertThat(outcome.status()).isEqualTo(Status.REFUSED);
    assertThat(change.prepared).isZero();
  }

  @Test
  void beyond_a_limit_it_is_held_and_not_dropped() {
    for (String limit :
        new String[] {"per_action_per_hour", "per_account_per_hour", "total_per_hour"}) {
      ActionOutcome outcome =
          run(
              "{version: 1, mode: enforce, trusted_networks: [], limits: {" + limit + ": 0}}",
              Disposition.ENFORCE);

      assertThat(outcome.status()).as(limit).isEqualTo(Status.HELD);
      assertThat(outcome.reason()).contains("limit");
    }
    assertThat(change.applied).isZero();
  }

  @Test
  void while_everything_is_stopped_nothing_is_changed_and_what_was_asked_for_waits() {
    store.stop(new Stop(Samples.NOW, "alice", "a bad rule"));

    ActionOutcome outcome = run(ENFORCE, Disposition.ENFORCE);

    assertThat(outcome.status()).isEqualTo(Status.HELD);
    assertThat(outcome.reason()).contains("stopped by alice").contains("a bad rule");
    assertThat(runner(r -> new Preparation.Ready(change), ENFORCE).approve(outcome.key()).status())
        .isEqualTo(Status.HELD);
    assertThat(change.applied).isZero();

    store.resume();
    assertThat(runner(r -> new Preparation.Ready(change), ENFORCE).approve(outcome.key()).status())
        .isEqualTo(Status.DONE);
    assertThat(change.applied).isEqualTo(1);
  }

  @Test
  void what_is_already_so_counts_as_done_and_uses_no_limit() {
    ActionHandler already =
        request -> new Preparation.Unchanged("already denied", new Undo("undo it", Map.of()));

    ActionOutcome outcome =
        runner(
                already,
                "{version: 1, mode: enforce, trusted_networks: [], limits: {total_per_hour: 0}}")
            .run(request(Disposition.ENFORCE));

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.undo().command()).isEqualTo("undo it");
  }

  @Test
  void what_waits_is_done_when_a_person_approves_it_whatever_mode_and_limits_say() {
    for (String policy :
        new String[] {
          "{version: 1, mode: approve, trusted_networks: [], limits: {total_per_hour: 0}}",
          "{version: 1, mode: monitor}"
        }) {
      ActionRequest request = occasion(policy);
      runner(r -> new Preparation.Ready(change), ENFORCE).run(request);

      ActionOutcome outcome =
          runner(r -> new Preparation.Ready(change), policy).approve(request.key());

      assertThat(outcome.status()).as(policy).isEqualTo(Status.DONE);
      assertThat(outcome.undo().command()).isEqualTo("undo it");
    }
    assertThat(change.applied).isEqualTo(2);
  }

  /** The same action on another occasion, waiting for approval. */
  private ActionRequest occasion(String name) {
    ActionRequest request = request(Disposition.APPROVE);
    Map<String, String> arguments = new HashMap<>(request.arguments());
    arguments.put("occasion", name);
    return new ActionRequest(
        request.incident(),
        request.action(),
        request.target(),
        request.account(),
        arguments,
        request.mode(),
        request.reason(),
        request.evidence(),
        request.requestedAt(),
        request.attempt());
  }

  @Test
  void a_person_cannot_approve_what_is_exempt_by_now() {
    ActionOutcome held = run(ENFORCE, Disposition.APPROVE);

    ActionOutcome outcome =
        runner(
                r -> new Preparation.Ready(change),
                "{version: 1, mode: enforce, trusted_networks: [], exemptions:"
                    + " [{arn: 'arn:aws:iam::111122223333:role/app-server'}]}")
            .approve(held.key());

    assertThat(outcome.status()).isEqualTo(Status.REFUSED);
    assertThat(change.applied).isZero();
  }

  @Test
  void only_what_waits_can_be_approved_or_rejected() {
    ActionRunner runner = runner(r -> new Preparation.Ready(change), ENFORCE);
    ActionOutcome done = run(ENFORCE, Disposition.ENFORCE);

    assertThatThrownBy(() -> runner.approve(done.key())).hasMessageContaining("does not wait");
    assertThatThrownBy(() -> runner.reject(done.key())).hasMessageContaining("does not wait");
    ActionKey never = new ActionKey(done.key().incident(), "revoke-role-session", "never");
    assertThatThrownBy(() -> runner.approve(never)).hasMessageContaining("does not wait");
    assertThat(change.applied).isEqualTo(1);
  }

  @Test
  void what_a_person_rejects_is_refused_and_no_longer_waits() {
    ActionOutcome held = run(ENFORCE, Disposition.APPROVE);
    ActionRunner runner = runner(r -> new Preparation.Ready(change), ENFORCE);

    assertThat(runner.reject(held.key()).status()).isEqualTo(Status.REFUSED);

    assertThatThrownBy(() -> runner.approve(held.key())).hasMessageContaining("does not wait");
    assertThat(change.applied).isZero();
  }

  @Test
  void what_a_person_rejected_is_not_done_on_another_occasion_without_a_person() {
    ActionRunner runner = runner(r -> new Preparation.Ready(change), ENFORCE);
    runner.reject(run(ENFORCE, Disposition.APPROVE).key());

    ActionOutcome same = run(ENFORCE, Disposition.ENFORCE);
    ActionRequest other = occasion("later");
    ActionRequest enforced =
        new ActionRequest(
            other.incident(),
            other.action(),
            other.target(),
            other.account(),
            other.arguments(),
            Disposition.ENFORCE,
            other.reason(),
            other.evidence(),
            other.requestedAt(),
            other.attempt());
    ActionOutcome later = runner.run(enforced);

    assertThat(later.status()).isEqualTo(Status.HELD);
    assertThat(later.reason()).contains("rejected by a person");
    assertThat(same.status()).isEqualTo(Status.REFUSED);
    assertThat(change.applied).isZero();
  }

  @Test
  void an_approved_action_that_failed_can_be_approved_again() {
    ActionOutcome held = run(ENFORCE, Disposition.APPROVE);
    ActionRunner runner = runner(r -> new Preparation.Ready(change), ENFORCE);
    change.failure = ActionException.retryable("throttled", null);
    assertThatThrownBy(() -> runner.approve(held.key())).hasMessage("throttled");

    change.failure = null;

    assertThat(runner.approve(held.key()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void an_approval_that_a_fault_interrupts_can_be_given_again() {
    ActionOutcome held = run(ENFORCE, Disposition.APPROVE);
    ActionRunner runner = runner(r -> new Preparation.Ready(change), ENFORCE);
    assertThatThrownBy(
            () ->
                runner(
                        r -> {
                          throw ActionException.retryable("throttled", null);
                        },
                        ENFORCE)
                    .approve(held.key()))
        .hasMessage("throttled");

    assertThat(runner.approve(held.key()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void a_process_that_ends_in_the_midst_of_it_leaves_the_undo_behind() {
    change.dies = true;

    assertThatThrownBy(() -> run(ENFORCE, Disposition.ENFORCE)).isInstanceOf(Error.class);

    ActionOutcome left =
        store.find(request(Disposition.ENFORCE).incident()).orElseThrow().actions().get(0);
    assertThat(left.status()).isEqualTo(Status.FAILED);
    assertThat(left.undo().command()).isEqualTo("undo it");
  }

  @Test
  void a_fault_that_may_pass_is_thrown_and_the_claim_freed() {
    change.failure = ActionException.retryable("throttled", null);

    assertThatThrownBy(() -> run(ENFORCE, Disposition.ENFORCE)).isInstanceOf(ActionException.class);

    change.failure = null;
    assertThat(run(ENFORCE, Disposition.ENFORCE).status()).isEqualTo(Status.DONE);
  }

  @Test
  void a_fault_that_will_not_pass_is_recorded_with_the_undo_of_what_may_have_been_changed() {
    change.failure = ActionException.permanent("no permission");

    ActionOutcome outcome = run(ENFORCE, Disposition.ENFORCE);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason()).isEqualTo("no permission");
    assertThat(outcome.undo().command()).isEqualTo("undo it");
  }

  @Test
  void a_policy_set_back_to_monitor_stops_what_is_on_its_way() {
    assertThat(run("version: 1", Disposition.ENFORCE).status()).isEqualTo(Status.PLANNED);
    assertThat(run("{version: 1, mode: approve}", Disposition.ENFORCE).status())
        .isEqualTo(Status.HELD);
    assertThat(change.applied).isZero();
  }

  @Test
  void a_change_that_cannot_be_read_back_yet_leaves_its_undo_on_record() {
    change.unreadable = ActionException.retryable("not yet", null);

    assertThatThrownBy(() -> run(ENFORCE, Disposition.ENFORCE)).isInstanceOf(ActionException.class);
    assertThat(recorded().status()).isEqualTo(Status.FAILED);
    assertThat(recorded().undo().command()).isEqualTo("undo it");

    run("version: 1", Disposition.ENFORCE);
    assertThat(recorded().undo().command()).as("kept by a later outcome").isEqualTo("undo it");
  }

  @Test
  void what_a_person_has_taken_back_waits_for_a_person_on_another_occasion() {
    runOn("2026-08-10T10:00:00Z", Samples.SESSION_ID, ENFORCE);
    undo(recorded());

    ActionOutcome again = runOn("2026-08-10T10:10:00Z", Samples.SESSION_ID, ENFORCE);

    assertThat(again.status()).isEqualTo(Status.HELD);
    assertThat(again.reason()).contains("taken back by a person at " + Samples.NOW, "deny it");
    assertThat(change.applied).isEqualTo(1);
  }

  @Test
  void what_was_taken_back_is_done_again_on_another_occasion_once_the_incident_is_re_armed() {
    runOn("2026-08-10T10:00:00Z", Samples.SESSION_ID, ENFORCE);
    undo(recorded());
    rearm(Samples.NOW.plusSeconds(1));

    assertThat(runOn("2026-08-10T10:10:00Z", Samples.SESSION_ID, ENFORCE).status())
        .isEqualTo(Status.DONE);
    assertThat(runOn("2026-08-10T10:00:00Z", Samples.SESSION_ID, ENFORCE).status())
        .as("the very request that was taken back")
        .isEqualTo(Status.UNDONE);
    assertThat(change.applied).isEqualTo(2);
  }

  @Test
  void what_is_taken_back_after_the_incident_was_re_armed_waits_again() {
    runOn("2026-08-10T10:00:00Z", Samples.SESSION_ID, ENFORCE);
    rearm(Samples.NOW.minusSeconds(1));
    undo(recorded());

    assertThat(runOn("2026-08-10T10:10:00Z", Samples.SESSION_ID, ENFORCE).status())
        .isEqualTo(Status.HELD);
  }

  @Test
  void a_re_armed_incident_says_so_and_is_not_contained_by_that() {
    ActionOutcome said = rearm(Samples.NOW);

    Incident found = store.find(incident.id()).orElseThrow();
    assertThat(found.actions()).containsExactly(said);
    assertThat(said.reason()).contains("may be done again, says alice");
    assertThat(found.containment()).isEmpty();
    assertThat(found.state()).isEqualTo(IncidentState.OPEN);
    assertThat(said.canBeUndone()).isFalse();
  }

  private ActionOutcome rearm(Instant when) {
    return new Rearming(store, Clock.fixed(when, ZoneOffset.UTC)).rearm(incident.id(), "alice");
  }

  @Test
  void what_a_person_has_taken_back_is_still_only_planned_in_monitor_mode() {
    runOn("2026-08-10T10:00:00Z", Samples.SESSION_ID, ENFORCE);
    undo(recorded());

    assertThat(runOn("2026-08-10T10:10:00Z", Samples.SESSION_ID, "version: 1").status())
        .isEqualTo(Status.PLANNED);
  }

  @Test
  void an_undo_holds_up_the_same_target_only() {
    runOn("2026-08-10T10:00:00Z", Samples.SESSION_ID, ENFORCE);
    undo(recorded());

    assertThat(runOn("2026-08-10T10:10:00Z", "another session", ENFORCE).status())
        .isEqualTo(Status.DONE);
  }

  @Test
  void a_request_delivered_again_after_the_undo_changes_nothing() {
    run(ENFORCE, Disposition.ENFORCE);
    undo(recorded());

    assertThat(run(ENFORCE, Disposition.ENFORCE).status()).isEqualTo(Status.UNDONE);
    assertThat(change.applied).isEqualTo(1);
  }

  private void undo(ActionOutcome outcome) {
    Claim claim = store.claimUndo(outcome.key(), Samples.NOW, Duration.ofMinutes(1));
    store.complete(
        ((Claim.Granted) claim).token(),
        new ActionOutcome(outcome.key(), Status.UNDONE, "as before", outcome.undo(), Samples.NOW));
  }

  private ActionOutcome runOn(String occasion, String target, String policy) {
    return runner(request -> new Preparation.Ready(change), policy)
        .run(request(target, Map.of(Arguments.OCCASION, occasion), Disposition.ENFORCE));
  }

  private ActionOutcome recorded() {
    return store.find(incident.id()).orElseThrow().actions().get(0);
  }

  @Test
  void an_action_that_another_worker_is_at_is_asked_for_again_later() {
    store.claim(request(Disposition.ENFORCE).key(), Samples.NOW, Duration.ofMinutes(1));

    assertThatThrownBy(() -> run(ENFORCE, Disposition.ENFORCE))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertThat(change.applied).isZero();
  }

  @Test
  void an_action_nobody_performs_here_fails() {
    ActionRunner none = new ActionRunner(Map.of(), PolicyReader.defaults(), store, CLOCK);

    assertThat(none.run(request(Disposition.ENFORCE)).status()).isEqualTo(Status.FAILED);
  }

  private ActionOutcome run(String policy, Disposition mode) {
    return runner(
            request -> {
              change.prepared++;
              return new Preparation.Ready(change);
            },
            policy)
        .run(request(mode));
  }

  private ActionRunner runner(ActionHandler handler, String yaml) {
    Policy policy = PolicyReader.parse("test", yaml);
    return new ActionRunner(Map.of("revoke-role-session", handler), policy, store, CLOCK);
  }

  private ActionRequest request(Disposition mode) {
    return request(Samples.SESSION_ID, Map.of(), mode);
  }

  private ActionRequest request(String target, Map<String, String> arguments, Disposition mode) {
    return new ActionRequest(
        incident.id(),
        "revoke-role-session",
        target,
        "111122223333",
        arguments,
        mode,
        "a stolen session",
        Map.of(),
        Samples.NOW,
        1);
  }

  private static final class FakeChange implements Preparation.Change {
    private int prepared;
    private int applied;
    private boolean dies;
    private ActionException failure;
    private ActionException unreadable;

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
      return new Undo("undo it", Map.of());
    }

    @Override
    public void apply() {
      if (dies) {
        throw new Error("killed");
      }
      if (failure != null) {
        throw failure;
      }
      applied++;
    }

    @Override
    public String verify() {
      if (unreadable != null) {
        throw unreadable;
      }
      return "read back";
    }
  }
}
