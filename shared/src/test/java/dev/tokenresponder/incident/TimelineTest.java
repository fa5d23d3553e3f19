package dev.tokenresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Undo;
import dev.tokenresponder.event.Level;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant START = Instant.parse("2026-08-10T10:00:00Z");

  @Test
  void an_event_is_judged_acted_upon_and_proven() {
    List<Timeline.Entry> entries =
        timeline(
            List.of(sighting("e-1", "one"), sighting("e-1", "two")),
            outcome("revoke-role-session", "a#2", Status.DONE, 700),
            outcome("revoke-role-session", "a#1", Status.DONE, 5));

    assertThat(entries)
        .extracting(entry -> entry.kind().label() + " " + entry.what())
        .containsExactly(
            "event GetCallerIdentity",
            "judged high",
            "acted revoke-role-session a",
            "proven revoke-role-session a");
    assertThat(entries.get(1).detail()).isEqualTo("one; two");
  }

  @Test
  void what_is_not_done_again_is_not_proven() {
    assertThat(
            timeline(
                List.of(),
                outcome("revoke-role-session", "a#1", Status.DONE, 1),
                outcome("revoke-role-session", "b#1", Status.DONE, 2),
                outcome("revoke-role-session", "a#2", Status.FAILED, 3),
                outcome("disable-access-key", "a#1", Status.DONE, 4),
                outcome("notify-owner", "o#1", Status.DONE, 5),
                outcome("notify-owner", "o#2", Status.DONE, 6)))
        .extracting(Timeline.Entry::kind)
        .containsOnly(Timeline.Kind.ACTED);
  }

  @Test
  void of_what_was_kept_before_judging_was_written_down_the_event_is_there() {
    assertThat(timeline(List.of(sighting("e-1", "one").judged(null))))
        .extracting(Timeline.Entry::kind)
        .containsExactly(Timeline.Kind.EVENT);
  }

  @Test
  void of_the_same_time_the_cause_comes_first() {
    assertThat(
            timeline(
                List.of(sighting("e-1", "one").judged(START)),
                outcome("revoke-role-session", "a#1", Status.DONE, 0)))
        .extracting(Timeline.Entry::kind)
        .containsExactly(Timeline.Kind.EVENT, Timeline.Kind.JUDGED, Timeline.Kind.ACTED);
  }

  private static List<Timeline.Entry> timeline(
      List<Sighting> sightings, ActionOutcome... outcomes) {
    return Timeline.of(
            new Incident("inc-1", "session a", "p", null, START, sightings, List.of(outcomes)))
        .entries();
  }

  private static Sighting sighting(String event, String title) {
    return new Sighting(
        event,
        START,
        "aws.cloudtrail",
        "GetCallerIdentity",
        null,
        title,
        title,
        Level.HIGH,
        START.plusSeconds(2));
  }

  private static ActionOutcome outcome(String action, String target, Status status, int after) {
    return new ActionOutcome(
        new ActionKey("inc-1", action, target),
        status,
        "because",
        Undo.NOTHING,
        START.plusSeconds(after));
  }
}
