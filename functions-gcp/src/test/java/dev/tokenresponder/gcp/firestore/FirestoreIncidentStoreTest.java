package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.incident.Claim;
import dev.tokenresponder.incident.Incident;
import dev.tokenresponder.incident.IncidentReport;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.incident.IncidentStoreContract;
import dev.tokenresponder.incident.Sighting;
import dev.tokenresponder.incident.StaleClaimException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The store's contract against the Firestore emulator. */
class FirestoreIncidentStoreTest extends IncidentStoreContract {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static Firestore database;

  @BeforeAll
  static void start() {
    database = FirestoreEmulator.fresh(FirestoreIncidentStoreTest.class);
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Override
  protected IncidentStore store() {
    return store(NOW);
  }

  private static IncidentStore store(Instant now) {
    return new FirestoreIncidentStore(database, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void texts_of_any_kind_come_back_and_do_not_collide() {
    IncidentStore store = store();
    List<String> ids = new ArrayList<>();
    for (String text : Hostile.TEXTS) {
      Incident incident = store.report(report(text, List.of(sighting(text, NOW))));
      ActionKey key = new ActionKey(incident.id(), text, text);
      store.complete(token(store.claim(key, NOW, LEASE)), outcome(key, text));
      ids.add(incident.id());
    }

    assertThat(ids).doesNotHaveDuplicates();
    for (String text : Hostile.TEXTS) {
      Incident incident = store.latest(text, text).orElseThrow();
      assertThat(incident.subject()).isEqualTo(text);
      assertThat(incident.sightings()).containsExactly(sighting(text, NOW));
      assertThat(incident.actions())
          .containsExactly(outcome(new ActionKey(incident.id(), text, text), text));
    }
  }

  @Test
  void actions_and_limits_of_any_name_do_not_collide() {
    IncidentStore store = store();
    for (String text : Hostile.TEXTS) {
      for (ActionKey key :
          List.of(
              new ActionKey(text, "a", "t"),
              new ActionKey("inc-of-texts", text, "t"),
              new ActionKey("inc-of-texts", "a", text))) {
        assertThat(store.claim(key, NOW, LEASE)).as(text).isEqualTo(new Claim.Granted(1));
      }
      assertThat(store.consume(text, NOW, 1)).as(text).isTrue();
      assertThat(store.consume(text, NOW, 1)).as(text).isFalse();
    }
  }

  @Test
  void sightings_come_back_exactly_and_in_the_order_of_their_times() {
    IncidentStore store = store();
    Sighting early = sighting("e-2", NOW.plusNanos(1));
    Sighting late = sighting("e-1", NOW.plusNanos(123_456_789));

    Incident incident = store.report(report("in order", List.of(late, early)));

    assertThat(incident.sightings()).containsExactly(early, late);
  }

  @Test
  void an_incident_with_many_sightings_does_not_grow() throws Exception {
    IncidentStore store = store();
    List<Sighting> many =
        IntStream.range(0, 600).mapToObj(i -> sighting("e-" + i, NOW.plusSeconds(i))).toList();

    Incident incident = store.report(report("noisy", many));

    assertThat(incident.sightings()).isEqualTo(many);
    assertThat(fields(incident.id()))
        .containsOnlyKeys("subject", "principal", "account", "opened_at", "expires");
  }

  @Test
  void an_incident_is_kept_as_long_as_it_is_reported() throws Exception {
    Incident incident = store().report(report("kept", List.of(sighting("e-1", NOW))));
    Instant later = NOW.plus(Duration.ofDays(2));

    store(later).report(report("kept", List.of(sighting("e-2", NOW))));

    assertThat(fields(incident.id()))
        .containsEntry("expires", seconds(later.plus(Duration.ofDays(90))))
        .containsEntry("opened_at", NOW.toString());
  }

  @Test
  void the_newest_incidents_are_listed_with_all_that_is_in_them_the_newest_last() {
    FirestoreIncidentStore store =
        new FirestoreIncidentStore(database, Clock.fixed(NOW, ZoneOffset.UTC), "listed-");
    List<Incident> opened = new ArrayList<>();
    for (int hour : new int[] {2, 0, 1}) {
      Instant time = NOW.plus(Duration.ofHours(hour));
      opened.add(
          store.report(
              new IncidentReport(
                  "listed " + hour,
                  "p",
                  null,
                  time,
                  Duration.ofHours(24),
                  List.of(sighting("e-1", time)))));
    }
    ActionKey key = new ActionKey(opened.get(0).id(), "a", "t");
    store.complete(token(store.claim(key, NOW, LEASE)), outcome(key, "x"));

    List<Incident> newest = store.newest(2);

    assertThat(newest).containsExactly(opened.get(2), store.find(opened.get(0).id()).orElseThrow());
    assertThat(newest.get(1).actions()).containsExactly(outcome(key, "x"));
    assertThat(store.newest(Integer.MAX_VALUE)).hasSize(3);
  }

  @Test
  void an_action_nobody_claimed_cannot_be_completed() {
    ActionKey key = new ActionKey("inc-of-nobody", "revoke-role-session", "t");

    for (long token : new long[] {0, 1}) {
      assertThatThrownBy(() -> store().complete(token, outcome(key, "x")))
          .isInstanceOf(StaleClaimException.class);
      assertThatThrownBy(() -> store().release(key, token)).isInstanceOf(StaleClaimException.class);
    }
  }

  private static IncidentReport report(String subject, List<Sighting> sightings) {
    return new IncidentReport(subject, subject, subject, NOW, Duration.ofHours(24), sightings);
  }

  private static Sighting sighting(String text, Instant time) {
    return new Sighting(text, time, text, text, text, text, text, Level.HIGH);
  }

  private static ActionOutcome outcome(ActionKey key, String text) {
    return new ActionOutcome(
        key, Status.FAILED, text, new Undo(text, Map.of(text, text, "other", text)), NOW);
  }

  private static long token(Claim claim) {
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return ((Claim.Granted) claim).token();
  }

  private static Map<String, Object> fields(String incident) throws Exception {
    return database.collection("incidents").document(incident).get().get().getData();
  }

  private static Timestamp seconds(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), 0);
  }
}
