package dev.tokenresponder.context;

import static dev.tokenresponder.context.Call.principal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenresponder.event.Activity;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.Outcome;
import dev.tokenresponder.event.Principal;
import dev.tokenresponder.event.PrincipalType;
import dev.tokenresponder.event.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastTest {
  private static final Instant START = Instant.parse("2026-08-01T10:00:00Z");
  private static final Duration LEARNING = Duration.ofDays(14);
  private static final Instant LEARNED = START.plus(LEARNING);
  private static final String OTHER_NETWORK = "198.51.100.7";

  private final InMemoryHabits habits = new InMemoryHabits();

  /** Something that can be seen for the first time. */
  record Sight(String name, UnaryOperator<Call> other, Function<Past, Boolean> first) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sight> sights() {
    return Stream.of(
        new Sight("ip", call -> call.ip("203.0.113.8"), Past::firstSeenIp),
        new Sight("network", call -> call.ip(OTHER_NETWORK), Past::firstSeenNetwork),
        new Sight("country", call -> call.country("FR"), Past::firstSeenCountry),
        new Sight("agent", call -> call.agent("curl/8.5"), Past::firstSeenAgent),
        new Sight("app", call -> call.app("app-2"), Past::firstSeenApp),
        new Sight("target", call -> call.target("target-2"), Past::firstSeenTarget));
  }

  @ParameterizedTest
  @MethodSource("sights")
  void within_the_learning_period_nothing_is_seen_for_the_first_time(Sight sight) {
    assertThat(sight.first.apply(see(Call.at(START)))).isNull();

    Call other = sight.other.apply(Call.at(LEARNED.minusSeconds(1)));

    assertThat(sight.first.apply(see(other))).isNull();
  }

  @ParameterizedTest
  @MethodSource("sights")
  void after_it_what_is_new_is_and_what_is_known_is_not(Sight sight) {
    see(Call.at(START));

    assertThat(sight.first.apply(see(Call.at(LEARNED)))).isFalse();
    assertThat(sight.first.apply(see(sight.other.apply(Call.at(LEARNED.plusSeconds(1)))))).isTrue();
    assertThat(sight.first.apply(see(sight.other.apply(Call.at(LEARNED.plusSeconds(2))))))
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("sights")
  void what_was_seen_while_learning_is_known(Sight sight) {
    see(Call.at(START));
    see(sight.other.apply(Call.at(START.plusSeconds(1))));

    assertThat(sight.first.apply(see(sight.other.apply(Call.at(LEARNED))))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("sights")
  void the_same_event_again_is_judged_the_same(Sight sight) {
    see(Call.at(START));
    Past first = see(sight.other.apply(Call.at(LEARNED)));
    see(sight.other.apply(Call.at(LEARNED.plusSeconds(1))));

    assertThat(see(sight.other.apply(Call.at(LEARNED)))).isEqualTo(first);
    assertThat(sight.first.apply(first)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "P14D", "P99999999999999D"})
  void the_first_event_again_is_judged_as_the_first_however_long_is_learned(Duration learning) {
    Past first = Past.of(Call.at(START).event(), habits, learning);

    assertThat(Past.of(Call.at(START).event(), habits, learning)).isEqualTo(first);
    assertThat(first.watchedSince()).isNull();
  }

  @Test
  void since_when_a_subject_is_watched_is_told() {
    see(Call.at(START));

    assertThat(see(Call.at(START.plusSeconds(1))).watchedSince()).isEqualTo(START);
  }

  @Test
  void without_a_learning_period_the_second_event_can_show_something_new() {
    Past.of(Call.at(START).event(), habits, Duration.ZERO);

    assertThat(
            Past.of(Call.at(START.plusSeconds(1)).app("app-2").event(), habits, Duration.ZERO)
                .firstSeenApp())
        .isTrue();
  }

  @Test
  void a_full_memory_calls_nothing_new_because_it_may_have_forgotten() {
    for (int i = 0; i <= Habits.MOST; i++) {
      see(Call.at(START.plusSeconds(i)).app("app-" + i));
    }

    assertThat(see(Call.at(LEARNED).app("app-0")).firstSeenApp()).isNull();
  }

  @Test
  void an_agent_of_nothing_but_versions_is_read() {
    assertThat(see(Call.at(START).agent("1.".repeat(2_000))).watchedSince()).isNull();
  }

  @Test
  void another_address_of_a_known_network_is_no_new_network() {
    see(Call.at(START));
    see(Call.at(START.plusSeconds(1)).ip("2001:db8:1:2::3"));

    Past v4 = see(Call.at(LEARNED).ip("203.0.113.200"));
    Past v6 = see(Call.at(LEARNED.plusSeconds(1)).ip("2001:db8:1:ffff::1"));
    Past other = see(Call.at(LEARNED.plusSeconds(2)).ip("2001:db8:2::1"));

    assertThat(v4.firstSeenIp()).isTrue();
    assertThat(v4.firstSeenNetwork()).isFalse();
    assertThat(v6.firstSeenNetwork()).isFalse();
    assertThat(other.firstSeenNetwork()).isTrue();
  }

  @Test
  void another_version_of_a_known_agent_is_no_new_agent() {
    see(Call.at(START).agent("aws-cli/2.15.0 Python/3.11.6 Linux/5_10"));

    assertThat(see(Call.at(LEARNED).agent("aws-cli/2.17.1 Python/3.12 Linux/6_1")).firstSeenAgent())
        .isFalse();
  }

  @Test
  void the_same_target_of_another_activity_is_new_and_use_has_no_target() {
    see(Call.at(START));

    assertThat(see(Call.at(LEARNED).activity(Activity.WIDEN)).firstSeenTarget()).isTrue();
    assertThat(see(Call.at(LEARNED.plusSeconds(1)).activity(Activity.USE)).firstSeenTarget())
        .isNull();
  }

  @Test
  void of_what_an_event_does_not_tell_nothing_is_known() {
    see(Call.at(START));

    Past past = see(Call.at(LEARNED).ip(null).country(null).agent(null).app(null));

    assertThat(past)
        .isEqualTo(new Past(START, null, null, null, null, null, false, null, null, false));
  }

  static Stream<Call> notTeaching() {
    Instant late = LEARNED.plusSeconds(1);
    return Stream.of(
        Call.at(late).outcome(Outcome.FAILURE),
        Call.at(late).provenance(Provenance.CLAIMED),
        Call.at(late).activity(Activity.FINDING),
        Call.at(late).activity(Activity.EXPOSE));
  }

  @ParameterizedTest
  @MethodSource("notTeaching")
  void failed_claimed_and_reported_events_teach_nothing_and_find_nothing(Call call) {
    see(Call.at(START));

    assertThat(see(call.app("app-2"))).isEqualTo(Past.UNKNOWN);

    assertThat(see(Call.at(LEARNED.plusSeconds(2)).app("app-2")).firstSeenApp()).isTrue();
  }

  @Test
  void an_address_changed_when_the_credential_is_used_from_two_networks_within_the_hour() {
    see(Call.at(START));

    assertThat(see(Call.at(START.plusSeconds(1)).ip("203.0.113.8")).ipChanged()).isFalse();
    assertThat(see(Call.at(START.plusSeconds(3601)).ip(OTHER_NETWORK)).ipChanged()).isTrue();
  }

  @Test
  void not_after_the_hour() {
    see(Call.at(START));

    assertThat(see(Call.at(START.plusSeconds(3601)).ip(OTHER_NETWORK)).ipChanged()).isFalse();
  }

  @Test
  void not_by_another_credential_of_the_same_principal() {
    see(Call.at(START).with(CredentialKind.SESSION, "session-1"));

    Call other = Call.at(START.plusSeconds(1)).ip(OTHER_NETWORK);

    Past past = see(other.with(CredentialKind.SESSION, "session-2"));
    assertThat(past.watchedSince()).isEqualTo(START);
    assertThat(past.ipChanged()).isFalse();
  }

  @Test
  void also_when_the_earlier_event_comes_later() {
    see(Call.at(START));

    assertThat(see(Call.at(START.minusSeconds(60)).ip(OTHER_NETWORK)).ipChanged()).isTrue();
  }

  @Test
  void a_country_changed_within_four_hours_and_not_after_them() {
    Duration active = Duration.ofHours(4);
    see(Call.at(START));

    assertThat(see(Call.at(START.plus(active)).country("FR")).countryChanged()).isTrue();
    assertThat(see(Call.at(START.plus(active).plus(active).plusSeconds(1))).countryChanged())
        .isFalse();
  }

  @Test
  void without_a_credential_neither_address_nor_country_changes() {
    Principal alice = principal(PrincipalType.USER, "alice", "example.com");
    see(Call.at(START).by(alice));

    Past past = see(Call.at(START.plusSeconds(1)).by(alice).ip(OTHER_NETWORK).country("FR"));

    assertThat(past.ipChanged()).isNull();
    assertThat(past.countryChanged()).isNull();
  }

  @Test
  void silence_is_two_weeks_without_any_event() {
    Duration silence = Duration.ofDays(14);
    assertThat(see(Call.at(START)).afterSilence()).isNull();
    assertThat(see(Call.at(START.plusSeconds(1)).ip(OTHER_NETWORK)).afterSilence()).isFalse();

    Instant second = START.plusSeconds(1).plus(silence);
    assertThat(see(Call.at(second)).afterSilence()).isFalse();

    Instant third = second.plus(silence).plusSeconds(1);
    assertThat(see(Call.at(third)).afterSilence()).isTrue();
    assertThat(see(Call.at(third.plusSeconds(1))).afterSilence()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 13})
  void an_event_after_silence_comes_again_and_is_after_silence_still(int days) {
    Instant start = START.plus(Duration.ofDays(days));
    Instant end = start.plus(Duration.ofDays(15));
    see(Call.at(start));
    assertThat(see(Call.at(end)).afterSilence()).isTrue();
    assertThat(see(Call.at(end)).afterSilence()).isTrue();

    see(Call.at(end.plusSeconds(1)));
    see(Call.at(end.plus(Duration.ofDays(15))));
    see(Call.at(end.minusSeconds(1)));

    assertThat(see(Call.at(end)).afterSilence()).isTrue();
    assertThat(see(Call.at(end.plusSeconds(1))).afterSilence()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVICE", "ANONYMOUS"})
  void services_and_nobody_have_no_history(PrincipalType type) {
    see(Call.at(START).by(principal(type, "x.amazonaws.com", null)));

    assertThat(see(Call.at(LEARNED).by(principal(type, "x.amazonaws.com", null))))
        .isEqualTo(Past.UNKNOWN);
    assertThat(habits.size()).isZero();
  }

  @Test
  void who_has_no_name_has_no_history() {
    assertThat(see(Call.at(START).by(principal(PrincipalType.USER, null, null))))
        .isEqualTo(Past.UNKNOWN);
    assertThat(habits.size()).isZero();
  }

  @Test
  void an_event_that_shows_nothing_is_not_noted() {
    Call nothing = Call.at(START).activity(Activity.USE).ip(null).country(null);

    see(nothing.agent(null).app(null));

    assertThat(habits.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY", "OAUTH_GRANT", "APP_SECRET"})
  void each_long_lived_credential_has_its_own_history(CredentialKind kind) {
    see(Call.at(START).with(kind, "1"));

    assertThat(see(Call.at(LEARNED).with(kind, "2")).watchedSince()).isNull();
    assertThat(see(Call.at(LEARNED.plusSeconds(1)).with(kind, "1")).watchedSince())
        .isEqualTo(START);
  }

  @ParameterizedTest
  @EnumSource(names = {"SESSION", "PASSWORD", "SERVICE_ACCOUNT_TOKEN"})
  void all_short_lived_ones_share_that_of_their_principal(CredentialKind kind) {
    see(Call.at(START).with(kind, "1"));

    assertThat(see(Call.at(LEARNED).with(kind, "2")).watchedSince()).isEqualTo(START);
    Call bob = Call.at(LEARNED.plusSeconds(1)).by(principal(PrincipalType.USER, "bob", null));
    assertThat(see(bob.with(kind, "2")).watchedSince()).isNull();
  }

  @Test
  void the_same_name_in_another_log_is_somebody_else() {
    see(Call.at(START));

    assertThat(see(Call.at(LEARNED).source("okta.system")).watchedSince()).isNull();
  }

  private Past see(Call call) {
    return Past.of(call.event(), habits, LEARNING);
  }
}
