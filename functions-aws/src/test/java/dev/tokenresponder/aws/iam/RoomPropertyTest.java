package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever statements come together: no session that could live is let go, and no other is hit. */
class RoomPropertyTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final List<String> SESSIONS = List.of("AROAX:a", "AROAX:b", "AROAX:c", "AROAX:d");
  private static final Duration LIFE = Duration.ofHours(12);

  @Property
  void adding_denies_what_was_asked_for_and_nothing_else(@ForAll("denials") List<Denial> asked) {
    List<JsonNode> statements = added(asked);

    for (String session : SESSIONS) {
      for (int hour = -30; hour <= 1; hour++) {
        assertThat(denies(statements, session, hour)).isEqualTo(wanted(asked, session, hour));
      }
    }
  }

  @Property
  void sweeping_and_grouping_change_nothing_for_sessions_that_can_live(
      @ForAll("denials") List<Denial> asked) {
    List<JsonNode> statements = added(asked);

    for (Room room : List.of(Room.SWEPT, Room.GROUPED)) {
      List<JsonNode> after = room.of(statements, LIFE, NOW);
      for (String session : SESSIONS) {
        for (int hour = -12; hour <= 1; hour++) {
          assertThat(denies(after, session, hour))
              .as("%s of %s at %s in %s", room, session, hour, after)
              .isEqualTo(denies(statements, session, hour));
        }
      }
      assertThat(new PolicyDocument(after, null).size())
          .isLessThanOrEqualTo(new PolicyDocument(statements, null).size() + asked.size());
    }
  }

  @Property
  void widening_lets_no_session_go_and_spares_those_issued_after_the_last_cutoff(
      @ForAll("denials") List<Denial> asked) {
    List<JsonNode> after = Room.WIDENED.of(added(asked), LIFE, NOW);

    Instant last = asked.stream().map(Denial::cutoff).max(Instant::compareTo).orElse(NOW);
    for (String session : SESSIONS) {
      for (int hour = -12; hour <= 1; hour++) {
        assertThat(denies(after, session, hour) || !wanted(asked, session, hour)).isTrue();
        assertThat(denies(after, session, hour) && !at(hour).isBefore(last)).isFalse();
      }
    }
  }

  @Property
  void taking_one_away_lets_go_of_no_session_of_another(
      @ForAll("denials") List<Denial> asked, @ForAll Room room) {
    List<JsonNode> together = room.of(added(asked), LIFE, NOW);

    for (Denial gone : asked) {
      List<JsonNode> after = Merging.remove(together, gone.owners().get(0));
      List<Denial> left = asked.stream().filter(denial -> !denial.equals(gone)).toList();
      for (String session : SESSIONS) {
        for (int hour = -12; hour <= 1; hour++) {
          assertThat(denies(after, session, hour) || !wanted(left, session, hour)).isTrue();
        }
      }
    }
    List<JsonNode> none = together;
    for (Denial gone : asked) {
      none = Merging.remove(none, gone.owners().get(0));
    }
    assertThat(none).isEmpty();
  }

  @Property
  void what_was_lost_is_put_back_whole(@ForAll("denials") List<Denial> asked, @ForAll Room room) {
    List<JsonNode> seen = room.of(added(asked), LIFE, NOW);
    List<JsonNode> half = seen.subList(0, seen.size() / 2);

    List<JsonNode> restored = Merging.restore(half, seen);

    for (String session : SESSIONS) {
      for (int hour = -12; hour <= 1; hour++) {
        assertThat(denies(restored, session, hour)).isEqualTo(denies(seen, session, hour));
      }
    }
  }

  @Provide
  Arbitrary<List<Denial>> denials() {
    Arbitrary<Integer> which = Arbitraries.integers().between(0, SESSIONS.size());
    Arbitrary<Integer> hours = Arbitraries.integers().between(-30, 0);
    return Combinators.combine(which, hours)
        .as((session, hour) -> new int[] {session, hour})
        .list()
        .ofMaxSize(8)
        .map(
            asked -> {
              List<Denial> denials = new ArrayList<>();
              for (int[] one : asked) {
                denials.add(denial("inc" + denials.size(), one[0], at(one[1])));
              }
              return denials;
            });
  }

  private static Denial denial(String incident, int which, Instant cutoff) {
    String session = which == SESSIONS.size() ? null : SESSIONS.get(which);
    String action = session == null ? "revoke-role-sessions" : "revoke-role-session";
    String target = session == null ? "r" : session;
    Owner owner =
        Owner.of(
            Requests.request(incident, action, target, FakeIam.ACCOUNT, Map.of()), session, false);
    return Denial.of(owner, cutoff, session);
  }

  private static List<JsonNode> added(List<Denial> asked) {
    List<JsonNode> statements = List.of();
    for (Denial denial : asked) {
      statements = Merging.add(statements, denial);
    }
    return statements;
  }

  private static boolean wanted(List<Denial> asked, String session, int hour) {
    return asked.stream().anyMatch(denial -> denial.denies(session, at(hour)));
  }

  private static boolean denies(List<JsonNode> statements, String session, int hour) {
    return PolicyCheck.denying(new PolicyDocument(statements, null), session, at(hour)).isPresent();
  }

  private static Instant at(int hour) {
    return NOW.plus(Duration.ofHours(hour));
  }
}
