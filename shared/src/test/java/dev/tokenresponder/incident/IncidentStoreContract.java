package dev.tokenresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every incident store promises. */
public abstract class IncidentStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration WINDOW = Duration.ofHours(24);

  private final String subject = "session AROA" + UUID.randomUUID();

  protected abstract IncidentStore store();

  /** How many callers at once the store is tried with. */
  protected int workers() {
    return 8;
  }

  @Test
  void findings_about_one_credential_within_the_window_are_one_incident() {
    IncidentStore store = store();

    Incident first = store.report(report(NOW, "e-1"));
    Incident second = store.report(report(NOW.plus(Duration.ofHours(23)), "e-2"));
    Incident earlier = store.report(report(NOW.minus(Duration.ofHours(1)), "e-0"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(earlier.id()).isEqualTo(first.id());
    assertThat(earlier.openedAt()).isEqualTo(NOW);
    assertThat(earlier.sightings())
        .extracting(Sighting::eventId)
        .containsExactlyInAnyOrder("e-0", "e-1", "e-2");
  }

  @Test
  void a_finding_after_the_window_opens_another_incident() {
    IncidentStore store = store();

    Incident first = store.report(report(NOW, "e-1"));
    Incident second = store.report(report(NOW.plus(Duration.ofHours(25)), "e-2"));

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.sightings()).hasSize(1);
  }

  @Test
  void an_old_event_delivered_again_does_not_disturb_the_open_incident() {
    IncidentStore store = store();
    Incident old = store.report(report(NOW, "e-1"));
    Incident open = store.report(report(NOW.plus(Duration.ofHours(25)), "e-2"));

    Incident again = store.report(report(NOW, "e-1"));
    Incident next = store.report(report(NOW.plus(Duration.ofHours(26)), "e-3"));

    assertThat(again.id()).isEqualTo(old.id());
    assertThat(next.id()).isEqualTo(open.id());
  }

  @Test
  void the_same_report_twice_changes_nothing() {
    IncidentStore store = store();

    Incident first = store.report(report(NOW, "e-1"));

    assertThat(store.report(report(NOW, "e-1"))).isEqualTo(first);
  }

  @Test
  void a_sighting_keeps_the_time_at_which_it_was_judged_first() {
    IncidentStore store = store();
    Instant judged = NOW.plusNanos(123_456_789);
    Sighting first = sighting(NOW, "e-1").judged(judged);
    Sighting unknown = sighting(NOW, "e-0");
    store.report(report(NOW, List.of(unknown, first), List.of()));

    Incident again =
        store.report(
            report(
                NOW,
                List.of(
                    unknown.judged(NOW.plusSeconds(60)),
                    first.judged(NOW.plusSeconds(60)),
                    sighting(NOW, "e-2").judged(NOW.plusSeconds(60))),
                List.of()));

    assertThat(again.sightings())
        .containsExactlyInAnyOrder(
            unknown, first, sighting(NOW, "e-2").judged(NOW.plusSeconds(60)));
  }

  @Test
  void the_family_grows_with_reports_and_forgets_nothing() {
    IncidentStore store = store();
    Relative parent = new Relative(ref("parent"), null, null, null, null);
    Relative stolen = new Relative(ref("stolen"), "role/a", "111122223333", ref("parent"), NOW);
    Relative child = new Relative(ref("child"), "role/b", null, ref("stolen"), null);
    Incident first = store.report(report(NOW, List.of(), List.of(parent, stolen)));
    assertThat(first.family()).containsExactly(parent, stolen);

    Relative known = new Relative(ref("parent"), "role/p", "111122223333", null, NOW);
    Relative other = new Relative(ref("stolen"), "role/x", null, ref("other"), null);
    Incident second = store.report(report(NOW, List.of(), List.of(child, other, known)));

    assertThat(second.family()).containsExactly(known, stolen, child);
    assertThat(store.report(report(NOW, "e-1")).family()).isEqualTo(second.family());
    assertThat(store.find(first.id()).map(Incident::family)).contains(second.family());
    assertThat(store.latest(subject, null).map(Incident::family)).contains(second.family());
  }

  @Test
  void the_family_is_bounded_in_number_and_in_what_is_kept_of_each() {
    IncidentStore store = store();
    String longest = "\uD83D\uDE42\u4e00".repeat(3_000);
    List<Relative> many = new ArrayList<>();
    for (int i = 0; i < 2 * Relative.MOST; i++) {
      many.add(new Relative(ref(i + longest), longest, longest, ref(longest), NOW));
    }

    store.report(report(NOW, List.of(), many.subList(0, 100)));
    Incident incident = store.report(report(NOW, List.of(), many));

    assertThat(incident.family()).isEqualTo(many.subList(0, Relative.MOST));
  }

  @Test
  void families_reported_at_once_are_all_there() throws Exception {
    IncidentStore store = store();
    Queue<Integer> numbers = new ConcurrentLinkedQueue<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));

    concurrently(
        8,
        () -> {
          CredentialRef one = ref("child-" + numbers.remove());
          return store.report(
              report(NOW, List.of(), List.of(new Relative(one, null, null, null, null))));
        });

    assertThat(store.report(report(NOW, "e-1")).family()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void the_latest_incident_of_a_subject_is_found_with_what_was_done() {
    IncidentStore store = store();
    store.report(report(NOW, "e-1"));
    Incident latest = store.report(report(NOW.plus(WINDOW), "e-2"));

    assertThat(store.latest(latest.subject(), latest.account()).map(Incident::id))
        .contains(latest.id());
    assertThat(store.latest(latest.subject(), "999988887777")).isEmpty();
    assertThat(store.latest("key AKIA-UNKNOWN", latest.account())).isEmpty();
  }

  @Test
  void an_unknown_incident_is_not_found() {
    assertThat(store().find("inc-20260810-" + UUID.randomUUID())).isEmpty();
  }

  @Test
  void a_claimed_action_is_taken_until_the_lease_ends() {
    IncidentStore store = store();
    ActionKey key = key();

    assertThat(store.claim(key, NOW, LEASE)).isInstanceOf(Claim.Granted.class);
    assertThat(store.claim(key, NOW.plusSeconds(299), LEASE))
        .isEqualTo(new Claim.Taken(NOW.plus(LEASE)));
    assertThat(store.claim(key, NOW.plus(LEASE), LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void a_done_action_is_never_granted_again() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "t");
    ActionOutcome outcome = outcome(key, Status.DONE);

    store.complete(token(store.claim(key, NOW, LEASE)), outcome);

    assertThat(store.claim(key, NOW.plus(Duration.ofDays(30)), LEASE))
        .isEqualTo(new Claim.Done(outcome));
    assertThat(store.find(incident.id()).orElseThrow().actions()).containsExactly(outcome);
    assertThat(store.find(incident.id()).orElseThrow().state()).isEqualTo(IncidentState.CONTAINED);
  }

  @Test
  void an_action_that_is_not_done_is_granted_again_at_once() {
    IncidentStore store = store();
    for (Status status : List.of(Status.PLANNED, Status.HELD, Status.REFUSED, Status.FAILED)) {
      ActionKey key = key();

      store.complete(token(store.claim(key, NOW, LEASE)), outcome(key, status));

      assertThat(store.claim(key, NOW, LEASE)).isInstanceOf(Claim.Granted.class);
    }
  }

  @Test
  void an_undo_is_kept_when_a_later_outcome_has_none() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "t");
    store.complete(token(store.claim(key, NOW, LEASE)), outcome(key, Status.FAILED));

    store.complete(
        token(store.claim(key, NOW, LEASE)),
        new ActionOutcome(key, Status.FAILED, "again", Undo.NOTHING, NOW));

    ActionOutcome last = store.find(incident.id()).orElseThrow().actions().get(0);
    assertThat(last.reason()).isEqualTo("again");
    assertThat(last.undo()).isEqualTo(new Undo("undo it", Map.of("a", "b")));
  }

  @Test
  void the_first_undo_stays_for_a_later_try_may_find_less_to_take_away() {
    IncidentStore store = store();
    for (String command : List.of("", "undo it")) {
      Incident incident = store.report(report(NOW.plus(Duration.ofDays(30)), "e-1" + command));
      ActionKey key = new ActionKey(incident.id(), "remove-app-grants", "t" + command);
      Undo first = new Undo(command, Map.of("permissions", "all"));
      Undo second = new Undo(command, Map.of("permissions", "the rest"));

      for (Undo undo : List.of(Undo.NOTHING, first, second, Undo.NOTHING)) {
        store.complete(
            token(store.claim(key, NOW, LEASE)),
            new ActionOutcome(key, Status.HELD, "because", undo, NOW));
      }

      assertThat(store.find(incident.id()).orElseThrow().actions())
          .filteredOn(outcome -> outcome.key().equals(key))
          .extracting(ActionOutcome::undo)
          .containsExactly(first);
    }
  }

  @Test
  void what_waits_for_a_person_keeps_what_was_asked_for() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "t");
    assertThat(store.held(key)).isEmpty();

    ActionOutcome held = new ActionOutcome(key, Status.HELD, "waits", Undo.NOTHING, NOW);
    store.hold(token(store.claim(key, NOW, LEASE)), held, "{\"a\":1}");

    assertThat(store.held(key)).contains("{\"a\":1}");
    assertThat(store.find(incident.id()).orElseThrow().actions()).containsExactly(held);
    long next = token(store.claim(key, NOW, LEASE));
    assertThatThrownBy(() -> store.hold(next - 1, held, "{}"))
        .isInstanceOf(StaleClaimException.class);
    store.hold(next, held, "{\"a\":2}");
    assertThat(store.held(key)).contains("{\"a\":2}");
  }

  @Test
  void what_was_begun_is_recorded_while_the_lease_runs_on() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "t");
    long token = token(store.claim(key, NOW, LEASE));

    ActionOutcome begun = outcome(key, Status.FAILED);
    store.begin(token, begun);

    assertThat(store.find(incident.id()).orElseThrow().actions()).containsExactly(begun);
    assertThat(store.claim(key, NOW, LEASE)).isEqualTo(new Claim.Taken(NOW.plus(LEASE)));
    store.complete(token, new ActionOutcome(key, Status.DONE, "done", Undo.NOTHING, NOW));
    ActionOutcome done = store.find(incident.id()).orElseThrow().actions().get(0);
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.undo()).isEqualTo(begun.undo());
  }

  @Test
  void whoever_lost_the_lease_begins_nothing() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "t");
    long late = token(store.claim(key, NOW, LEASE));
    store.claim(key, NOW.plus(LEASE), LEASE);

    assertThatThrownBy(() -> store.begin(late, outcome(key, Status.FAILED)))
        .isInstanceOf(StaleClaimException.class);
    assertThat(store.find(incident.id()).orElseThrow().actions()).isEmpty();
  }

  @Test
  void a_worker_that_woke_up_late_is_refused() {
    IncidentStore store = store();
    ActionKey key = key();
    long late = token(store.claim(key, NOW, LEASE));
    long current = token(store.claim(key, NOW.plus(LEASE), LEASE));

    assertThatThrownBy(() -> store.complete(late, outcome(key, Status.DONE)))
        .isInstanceOf(StaleClaimException.class);
    assertThatThrownBy(() -> store.release(key, late)).isInstanceOf(StaleClaimException.class);

    store.complete(current, outcome(key, Status.DONE));
  }

  @Test
  void a_released_claim_is_free_at_once_and_its_token_is_spent_with_the_next() {
    IncidentStore store = store();
    ActionKey key = key();
    long first = token(store.claim(key, NOW, LEASE));

    store.release(key, first);
    store.claim(key, NOW, LEASE);

    assertThatThrownBy(() -> store.complete(first, outcome(key, Status.DONE)))
        .isInstanceOf(StaleClaimException.class);
  }

  @Test
  void what_was_done_is_taken_back_once_and_never_done_again() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = done(store, incident);

    Claim claim = store.claimUndo(key, NOW, LEASE);
    assertThat(store.claimUndo(key, NOW, LEASE)).isEqualTo(new Claim.Taken(NOW.plus(LEASE)));
    store.complete(token(claim), new ActionOutcome(key, Status.UNDONE, "gone", Undo.NOTHING, NOW));

    ActionOutcome undone = outcome(key, Status.UNDONE, "gone");
    Instant later = NOW.plus(Duration.ofDays(30));
    assertThat(store.claimUndo(key, later, LEASE)).isEqualTo(new Claim.Done(undone));
    assertThat(store.claim(key, later, LEASE)).isEqualTo(new Claim.Done(undone));
    assertThat(store.find(incident.id()).orElseThrow().actions()).containsExactly(undone);
    assertThat(store.find(incident.id()).orElseThrow().state()).isEqualTo(IncidentState.UNDONE);
  }

  @Test
  void an_undo_that_is_given_up_leaves_the_action_done() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    ActionKey key = done(store, incident);

    long first = token(store.claimUndo(key, NOW, LEASE));
    store.release(key, first);

    Claim.Done done = new Claim.Done(outcome(key, Status.DONE));
    assertThat(store.claim(key, NOW, LEASE)).isEqualTo(done);
    assertThat(store.find(incident.id()).orElseThrow().state()).isEqualTo(IncidentState.CONTAINED);
    assertThat(token(store.claimUndo(key, NOW, LEASE))).isNotEqualTo(first);
  }

  @Test
  void an_undo_whose_worker_died_is_granted_again_when_the_lease_ends() {
    IncidentStore store = store();
    ActionKey key = done(store, store.report(report(NOW, "e-1")));
    long late = token(store.claimUndo(key, NOW, LEASE));
    long current = token(store.claimUndo(key, NOW.plus(LEASE), LEASE));
    ActionOutcome undone = outcome(key, Status.UNDONE);

    assertThatThrownBy(() -> store.complete(late, undone)).isInstanceOf(StaleClaimException.class);
    assertThatThrownBy(() -> store.release(key, late)).isInstanceOf(StaleClaimException.class);

    store.complete(current, undone);
  }

  @Test
  void a_worker_that_wakes_up_after_an_undo_was_claimed_is_refused() {
    IncidentStore store = store();
    ActionKey key = key();
    store.complete(token(store.claim(key, NOW, LEASE)), outcome(key, Status.FAILED));
    long late = token(store.claim(key, NOW, LEASE));

    assertThat(store.claimUndo(key, NOW, LEASE)).isEqualTo(new Claim.Taken(NOW.plus(LEASE)));
    long undo = token(store.claimUndo(key, NOW.plus(LEASE), LEASE));
    assertThatThrownBy(() -> store.complete(late, outcome(key, Status.DONE)))
        .isInstanceOf(StaleClaimException.class);
    assertThat(store.claim(key, NOW.plus(LEASE), LEASE)).isInstanceOf(Claim.Taken.class);

    store.complete(undo, outcome(key, Status.UNDONE));
    assertThatThrownBy(() -> store.complete(late, outcome(key, Status.DONE)))
        .isInstanceOf(StaleClaimException.class);
  }

  @Test
  void what_left_nothing_to_take_back_is_not_granted_an_undo() {
    IncidentStore store = store();
    ActionKey key = key();
    assertThatThrownBy(() -> store.claimUndo(key, NOW, LEASE))
        .isInstanceOf(IllegalArgumentException.class);

    long token = token(store.claim(key, NOW, LEASE));
    assertThat(store.claimUndo(key, NOW, LEASE)).isEqualTo(new Claim.Taken(NOW.plus(LEASE)));
    ActionOutcome planned = new ActionOutcome(key, Status.PLANNED, "would", Undo.NOTHING, NOW);
    store.complete(token, planned);

    assertThat(store.claimUndo(key, NOW, LEASE)).isEqualTo(new Claim.Done(planned));
    assertThat(store.claim(key, NOW, LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void an_undo_without_a_command_can_be_claimed() {
    IncidentStore store = store();
    ActionKey key = key();
    Undo undo = new Undo("", Map.of("permissions", "all"));
    store.complete(
        token(store.claim(key, NOW, LEASE)),
        new ActionOutcome(key, Status.DONE, "because", undo, NOW));

    assertThat(store.claimUndo(key, NOW, LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void of_many_undos_at_once_one_is_granted() throws Exception {
    IncidentStore store = store();
    ActionKey key = done(store, store.report(report(NOW, "e-1")));

    List<Claim> claims = concurrently(20, () -> store.claimUndo(key, NOW, LEASE));

    assertThat(claims).filteredOn(c -> c instanceof Claim.Granted).hasSize(1);
  }

  @Test
  void of_many_claims_at_once_one_is_granted() throws Exception {
    IncidentStore store = store();
    ActionKey key = key();

    List<Claim> claims = concurrently(20, () -> store.claim(key, NOW, LEASE));

    assertThat(claims).filteredOn(c -> c instanceof Claim.Granted).hasSize(1);
  }

  @Test
  void of_many_reports_at_once_one_incident_comes() throws Exception {
    IncidentStore store = store();

    List<Incident> incidents = concurrently(10, () -> store.report(report(NOW, "e-1")));

    assertThat(incidents).extracting(Incident::id).hasSize(10).containsOnly(incidents.get(0).id());
  }

  @Test
  void a_limit_lets_exactly_so_many_through_in_an_hour() throws Exception {
    IncidentStore store = store();
    String limit = "action/" + UUID.randomUUID();

    List<Boolean> uses = concurrently(20, () -> store.consume(limit, NOW, 7));

    assertThat(uses).filteredOn(Boolean::booleanValue).hasSize(7);
    assertThat(store.consume(limit, NOW.plusSeconds(3_599), 7)).isFalse();
    assertThat(store.consume(limit, NOW.plusSeconds(3_600), 7)).isTrue();
    assertThat(store.consume("other/" + UUID.randomUUID(), NOW, 0)).isFalse();
  }

  @Test
  void actions_keep_their_order_whatever_becomes_of_them() {
    IncidentStore store = store();
    Incident incident = store.report(report(NOW, "e-1"));
    List<ActionKey> keys = new ArrayList<>();
    for (String target : List.of("z", "m", "a")) {
      ActionKey key = new ActionKey(incident.id(), "revoke-role-session", target);
      keys.add(key);
      Instant at = NOW.plusSeconds(keys.size());
      store.complete(token(store.claim(key, at, LEASE)), outcome(key, Status.DONE));
    }

    ActionOutcome undone =
        new ActionOutcome(
            keys.get(0), Status.UNDONE, "x", new Undo("u", Map.of()), NOW.plusSeconds(60));
    store.complete(token(store.claimUndo(keys.get(0), NOW.plusSeconds(60), LEASE)), undone);

    assertThat(store.find(incident.id()).orElseThrow().actions())
        .extracting(ActionOutcome::key)
        .containsExactlyElementsOf(keys);
  }

  /** The order is one for the whole store: each step is tried with what went before. */
  @Test
  void an_order_to_stop_stands_until_it_is_taken_back() {
    IncidentStore store = store();
    store.resume();
    assertThat(store.stopped()).isEmpty();

    store.stop(new Stop(NOW, "alice", "a bad rule: \"x\""));
    assertThat(store.stopped()).contains(new Stop(NOW, "alice", "a bad rule: \"x\""));

    store.stop(new Stop(NOW.plusSeconds(1), "bob", "still"));
    assertThat(store.stopped()).contains(new Stop(NOW.plusSeconds(1), "bob", "still"));

    store.resume();
    store.resume();
    assertThat(store.stopped()).isEmpty();
  }

  private IncidentReport report(Instant time, String eventId) {
    return report(time, List.of(sighting(time, eventId)), List.of());
  }

  private IncidentReport report(Instant time, List<Sighting> sightings, List<Relative> family) {
    return new IncidentReport(
        subject, "arn:aws:iam::111122223333:role/x", null, time, WINDOW, sightings, family);
  }

  private static Sighting sighting(Instant time, String eventId) {
    return new Sighting(
        eventId, time, "aws.cloudtrail", "GetCallerIdentity", null, "r-1", "t", Level.HIGH);
  }

  private static CredentialRef ref(String id) {
    return new CredentialRef(CredentialKind.SESSION, id);
  }

  private static ActionKey key() {
    return new ActionKey("inc-20260810-" + UUID.randomUUID(), "revoke-role-session", "t#1");
  }

  private static ActionKey done(IncidentStore store, Incident incident) {
    ActionKey key = new ActionKey(incident.id(), "revoke-role-session", "t");
    store.complete(token(store.claim(key, NOW, LEASE)), outcome(key, Status.DONE));
    return key;
  }

  private static ActionOutcome outcome(ActionKey key, Status status) {
    return outcome(key, status, "because");
  }

  private static ActionOutcome outcome(ActionKey key, Status status, String reason) {
    return new ActionOutcome(key, status, reason, new Undo("undo it", Map.of("a", "b")), NOW);
  }

  private static long token(Claim claim) {
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return ((Claim.Granted) claim).token();
  }

  private <T> List<T> concurrently(int times, Callable<T> call)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(workers());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(Collections.nCopies(times, call))) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
