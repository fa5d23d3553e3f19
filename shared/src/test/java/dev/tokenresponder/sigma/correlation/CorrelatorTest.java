package dev.tokenresponder.sigma.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the correlation rules specification 2.1 says, and what we say where it is silent. */
class CorrelatorTest {
  private static final String COUNT =
      "type: event_count, rules: [a], group-by: [user], timespan: 10s, condition: {gte: 3}";

  /** Events are {@code second:json}, or {@code second} alone for a plain one of rule a. */
  @ParameterizedTest(name = "{0} on {1} matches at {2}")
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        // every bound, and ranges
        "event_count; gte: 3 => 1 2 3 => 3",
        "event_count; gt: 3 => 1 2 3 4 => 4",
        "event_count; eq: 2 => 1 2 => 2",
        "event_count; eq: 0 => 1 2 => never",
        "event_count; lt: 2 => 1 => 1",
        "event_count; lt: 1 => 1 2 => never",
        "event_count; lte: 1 => 1 => 1",
        "event_count; lte: 0 => 1 => never",
        "event_count; neq: 1 => 1 2 => 2",
        "event_count; gt: 1, lte: 2 => 1 2 => 2",
        "event_count; gt: 2, lt: 3 => 1 2 3 4 => never",
        "event_count; gte: 2.5 => 1 2 3 => 3",
        // the edges of the timespan of 10 seconds
        "event_count; gte: 2 => 1 11 => 11",
        "event_count; gte: 2 => 1 11.001 => never",
        "event_count; gte: 3 => 1 11 12 13 => 13",
        // several rules count together; an event that two of them match is one event
        "event_count; gte: 2 => 1:{a:1} 2:{b:1} => 2",
        "event_count; gte: 2 => 1:{a:1,b:1} => never",
        // late events
        "event_count; gte: 3 => 3 2 1 => 1",
        "event_count; gte: 3 => 1 11 6 => 6",
        "event_count; gte: 2 => 30 9 8 => never",
        // matches again after the timespan, and not before
        "event_count; gte: 2 => 1 2 3 4 11 12 13 => 2 12",
        "event_count; gte: 2 => 11 12 2 3 => 12 2",
        // values
        "value_count; field: v, gte: 2 => 1:{a:1,v:x} 2:{a:1,v:x} 3:{a:1,v:y} => 3",
        "value_count; field: v, gte: 2 => 1:{a:1,v:x} 2:{a:1} 3:{a:1,v:null} => never",
        "value_count; field: v, gte: 2 => 1:{a:1,v:5} 2:{a:1,v:'5'} => never",
        "value_count; field: v, gte: 2 => 1:{a:1,v:true} 2:{a:1,v:false} => 2",
        "value_count; field: [v, w], gte: 2 => 1:{a:1,v:x,w:y} 2:{a:1,v:x,w:z} => 2",
        "value_count; field: [v, w], gte: 2 => 1:{a:1,v:x,w:y} 2:{a:1,v:x,w:y} => never",
        "value_count; field: [v, w], gte: 2 => 1:{a:1,v:x,w:y} 2:{a:1,v:z} => never",
        "value_count; field: [v, w], gte: 2 => 1:{a:1,v:xy,w:z} 2:{a:1,v:x,w:yz} => 2",
        "value_count; field: [v, w], gte: 2 => 1:{a:1,v:[x,y],w:z} 2:{a:1,v:x,w:[y,z]} => 2",
        "value_sum; field: v, gt: 10 => 1:{a:1,v:4} 2:{a:1,v:6} 3:{a:1,v:'0.5'} => 3",
        "value_sum; field: v, gt: 10 => 1:{a:1,v:x} 2:{a:1} 3:{a:1,v:10} => never",
        "value_sum; field: v, gt: 10 => 1:{a:1,v:9} 12:{a:1,v:9} => never",
        "value_sum; field: v, gt: 10 => 1:{a:1,b:1,v:6} => never",
        "value_sum; field: v, lt: -1 => 1:{a:1,v:5} 2:{a:1,v:-8} => 2",
        "value_avg; field: v, gt: 5 => 1:{a:1,v:4} 2:{a:1,v:6} 3:{a:1,v:6} => 3",
        "value_avg; field: v, gte: 3.333 => 1:{a:1,v:3} 2:{a:1,v:3} 3:{a:1,v:4} => 3",
        "value_avg; field: v, gt: 5 => 1:{a:1,v:x} 2:{a:1,v:5} => never",
        "value_avg; field: v, gte: 3.5 => 1:{a:1,v:1} 2:{a:1,b:1,v:5} => never",
        "value_percentile; field: v, lte: 25 => 1:{a:1,v:5} 2:{a:1,v:9} 3:{a:1,v:7} 4:{a:1,v:3}"
            + " => 4",
        "value_percentile; field: v, lte: 25 => 1:{a:1,v:5} 2:{a:1,v:9} 3:{a:1,v:7} 4:{a:1,v:6}"
            + " => never",
        "value_percentile; field: v, lte: 25 => 1:{a:1,v:x} 2:{a:1,v:x} 3:{a:1,v:x} 4:{a:1,v:y}"
            + " => 4",
        "value_percentile; field: v, lte: 25 => 1:{a:1,v:x} 2:{a:1,v:y} 3:{a:1,v:x} 4:{a:1,v:y}"
            + " => never",
        "value_percentile; field: v, lte: 50 => 1:{a:1,v:x} 2:{a:1,v:5} => 2",
        "value_percentile; field: v, lte: 50 => 1:{a:1,v:x} 2:{a:1,b:1,v:y} => 2",
        // temporal
        "temporal => 1:{a:1} 2:{b:1} => 2",
        "temporal => 2:{b:1} 3:{a:1} => 3",
        "temporal => 1:{a:1} 2:{a:1} => never",
        "temporal => 1:{a:1,b:1} => 1",
        "temporal => 1:{a:1} 11:{b:1} => 11",
        "temporal => 1:{a:1} 11.001:{b:1} => never",
        "temporal; gte: 1 => 1:{b:1} => 1",
        "temporal_ordered => 1:{a:1} 2:{b:1} => 2",
        "temporal_ordered => 1:{b:1} 2:{a:1} => never",
        "temporal_ordered => 2:{b:1} 1:{a:1} => 1",
        "temporal_ordered => 1:{b:1} 2:{a:1} 3:{a:1} 4:{b:1} => 4",
        "temporal_ordered => 1:{a:1} 11:{b:1} => 11",
        "temporal_ordered => 1:{a:1} 12:{b:1} => never",
        "temporal_ordered => 1:{a:1} 1:{b:1} => 1",
      })
  void matches_when_the_condition_is_first_met(String rule, String events, String expected) {
    String[] parts = rule.split("; ", 2);
    String condition = parts.length == 1 ? "" : ", condition: {" + parts[1] + "}";
    Feed feed = Feed.of("type: " + parts[0] + ", rules: [a, b], timespan: 10s" + condition);

    List<String> matched = new ArrayList<>();
    for (String event : events.split(" ")) {
      String[] both = event.split(":", 2);
      if (!feed.see(event, both[0], both.length == 1 ? "{a:1}" : both[1]).isEmpty()) {
        matched.add(both[0]);
      }
    }

    assertThat(matched.isEmpty() ? "never" : String.join(" ", matched)).isEqualTo(expected);
  }

  @Test
  void a_pair_of_equal_events_counts_once_when_it_is_the_same_event() {
    Feed feed = Feed.of(COUNT);

    assertThat(feed.see("e-1", "1", "{a:1,user:u}")).isEmpty();
    assertThat(feed.see("e-2", "2", "{a:1,user:u}")).isEmpty();
    assertThat(feed.see("e-1", "1", "{a:1,user:u}")).isEmpty();
    assertThat(feed.see("e-2", "2", "{a:1,user:u}")).isEmpty();
    assertThat(feed.see("e-3", "3", "{a:1,user:u}")).containsExactly("Correlation");
  }

  @Test
  void the_event_that_completed_says_so_again_and_the_others_do_not() {
    Feed feed = Feed.of(COUNT);
    for (int i = 1; i <= 4; i++) {
      feed.see("e-" + i, "" + i, "{a:1,user:u}");
    }

    assertThat(feed.see("e-2", "2", "{a:1,user:u}")).isEmpty();
    assertThat(feed.see("e-3", "3", "{a:1,user:u}")).containsExactly("Correlation");
    assertThat(feed.see("e-4", "4", "{a:1,user:u}")).isEmpty();
  }

  @Test
  void the_event_that_completed_says_so_again_even_when_a_thousand_others_have_pushed_it_out() {
    Feed feed = Feed.of(COUNT);
    feed.see("e-1", "1", "{a:1,user:u}");
    feed.see("e-2", "1", "{a:1,user:u}");
    feed.see("e-3", "1", "{a:1,user:u}");
    for (int i = 0; i < Group.MOST_SEEN; i++) {
      feed.see("more-" + i, "2", "{a:1,user:u}");
    }

    assertThat(feed.see("e-3", "1", "{a:1,user:u}")).containsExactly("Correlation");
    assertThat(feed.see("e-2", "1", "{a:1,user:u}")).isEmpty();
  }

  @Test
  void a_group_matches_once_in_its_timespan_and_each_group_by_itself() {
    Feed feed = Feed.of(COUNT);

    assertThat(feed.count(6, "1", "{a:1,user:u}")).isEqualTo(1);
    assertThat(feed.count(2, "1", "{a:1,user:v}")).isZero();
    assertThat(feed.count(1, "1", "{a:1,user:v}")).isEqualTo(1);
    assertThat(feed.count(6, "10.999", "{a:1,user:u}")).isZero();
    assertThat(feed.count(6, "11", "{a:1,user:u}")).isEqualTo(1);
  }

  @Test
  void scopes_are_counted_apart() {
    Feed feed = Feed.of(COUNT);

    feed.see("e-1", "1", "{a:1,user:u}");
    feed.see("e-2", "1", "{a:1,user:u}");
    feed.scope = "unproven";

    assertThat(feed.see("e-3", "1", "{a:1,user:u}")).isEmpty();
    feed.scope = "genuine";
    assertThat(feed.see("e-4", "1", "{a:1,user:u}")).containsExactly("Correlation");
  }

  @Test
  void correlations_are_counted_apart() {
    Feed feed =
        new Feed(
            Feed.PARTS
                + Feed.correlation("first", COUNT.replace("gte: 3", "gte: 2"))
                + Feed.correlation("second", COUNT));

    feed.see("e-1", "1", "{a:1,user:u}");

    assertThat(feed.see("e-2", "1", "{a:1,user:u}")).containsExactly("first");
    assertThat(feed.see("e-3", "1", "{a:1,user:u}")).containsExactly("second");
  }

  @Test
  void all_fields_of_a_group_must_be_equal() {
    Feed feed =
        Feed.of(
            "type: event_count, rules: [a], group-by: [user, host.name], timespan: 10s,"
                + " condition: {gte: 2}");

    assertThat(feed.see("e-1", "1", "{a:1,user:u,host:{name:h}}")).isEmpty();
    assertThat(feed.see("e-2", "1", "{a:1,user:u,host:{name:i}}")).isEmpty();
    assertThat(feed.see("e-3", "1", "{a:1,user:v,host:{name:h}}")).isEmpty();
    assertThat(feed.see("e-4", "1", "{a:1,user:h,host:{name:u}}")).isEmpty();
    assertThat(feed.see("e-5", "1", "{a:1,user:u,host:{name:h}}")).isNotEmpty();
  }

  @Test
  void a_field_with_several_values_puts_the_event_into_several_groups() {
    Feed feed = Feed.of(COUNT.replace("gte: 3", "gte: 2"));

    assertThat(feed.see("e-1", "1", "{a:1,user:[u,v,u]}")).isEmpty();
    assertThat(feed.see("e-2", "1", "{a:1,user:w}")).isEmpty();
    assertThat(feed.see("e-3", "1", "{a:1,user:v}")).hasSize(1);
    assertThat(feed.see("e-4", "1", "{a:1,user:[u]}")).hasSize(1);
  }

  @Test
  void an_event_in_several_groups_completes_the_correlation_once() {
    Feed feed = Feed.of(COUNT.replace("gte: 3", "gte: 2"));
    feed.see("e-1", "1", "{a:1,user:[u,v]}");

    assertThat(feed.see("e-2", "1", "{a:1,user:[u,v]}")).containsExactly("Correlation");
  }

  @Test
  void an_event_with_very_many_values_is_put_into_few_groups() {
    Feed feed =
        Feed.of(
            "type: event_count, rules: [a], group-by: [user, user, user, user], timespan: 10s,"
                + " condition: {gte: 2}");

    feed.see("e-1", "1", "{a:1,user:[" + users(500) + "]}");

    assertThat(feed.store.size()).isEqualTo(16);
  }

  @Test
  void an_event_that_lacks_a_field_of_the_group_belongs_to_none() {
    Feed feed = Feed.of(COUNT.replace("gte: 3", "gte: 1"));

    assertThat(feed.see("e-1", "1", "{a:1}")).isEmpty();
    assertThat(feed.see("e-2", "1", "{a:1,user:null}")).isEmpty();
    assertThat(feed.see("e-3", "1", "{a:1,user:[]}")).isEmpty();
    assertThat(feed.store.size()).isZero();
    assertThat(feed.see("e-4", "1", "{a:1,user:''}")).isNotEmpty();
  }

  @Test
  void an_alias_stands_for_another_field_in_each_rule() {
    Feed feed =
        Feed.of(
            """
            type: temporal, rules: [a, id-b], timespan: 10s, group-by: [internal_ip, remote_ip],
            aliases: {internal_ip: {a: destination.ip, id-b: source.ip},
                      remote_ip: {a: source.ip, b: destination.ip}}""");

    assertThat(feed.see("e-1", "1", "{a:1,destination:{ip:i},source:{ip:r}}")).isEmpty();
    assertThat(feed.see("e-2", "2", "{b:1,destination:{ip:i},source:{ip:r}}")).isEmpty();
    assertThat(feed.see("e-3", "3", "{b:1,destination:{ip:r},source:{ip:i}}")).isNotEmpty();
  }

  @Test
  void the_chain_of_the_specification_matches_the_login_after_ten_failures() {
    Feed feed = new Feed(Feed.FAILED_LOGINS);
    for (int i = 0; i < 9; i++) {
      assertThat(feed.see("f-" + i, "" + i, "{EventID:4625,User:u}")).isEmpty();
    }

    assertThat(feed.see("s-0", "9", "{EventID:4624,User:u}")).isEmpty();
    assertThat(feed.see("f-9", "10", "{EventID:529,User:u}"))
        .containsExactly("Multiple failed logons");
    assertThat(feed.see("s-1", "11", "{EventID:4624,User:v}")).isEmpty();
    assertThat(feed.see("s-2", "12", "{EventID:4624,User:u}"))
        .containsExactly("Correlation - Multiple Failed Logins Followed by Successful Login");
  }

  @Test
  void the_chain_matches_too_when_the_login_arrives_before_the_failures() {
    Feed feed = new Feed(Feed.FAILED_LOGINS);
    feed.see("s-1", "11", "{EventID:4624,User:u}");
    for (int i = 0; i < 9; i++) {
      feed.see("f-" + i, "" + i, "{EventID:4625,User:u}");
    }

    assertThat(feed.see("f-9", "9", "{EventID:4625,User:u}"))
        .containsExactly(
            "Multiple failed logons",
            "Correlation - Multiple Failed Logins Followed by Successful Login");
  }

  @Test
  void a_chain_answers_the_same_when_its_last_event_comes_again() {
    Feed feed = new Feed(Feed.FAILED_LOGINS);
    feed.see("s-1", "11", "{EventID:4624,User:u}");
    for (int i = 0; i < 9; i++) {
      feed.see("f-" + i, "" + i, "{EventID:4625,User:u}");
    }
    List<String> completed = feed.see("f-9", "9", "{EventID:4625,User:u}");

    assertThat(feed.see("f-9", "9", "{EventID:4625,User:u}")).isEqualTo(completed).hasSize(2);
  }

  @Test
  @Timeout(20)
  void a_number_without_measure_is_not_summed() {
    Feed feed =
        Feed.of("type: value_sum, rules: [a], timespan: 10s, condition: {field: v, gt: 10}");

    assertThatCode(
            () -> {
              feed.see("e-1", "1", "{a:1,v:'1e2147483647'}");
              feed.see("e-2", "1", "{a:1,v:'1e-2147483647'}");
              feed.see("e-3", "1", "{a:1,v:'1e99999999'}");
              feed.see("e-4", "1", "{a:1,v:1}");
            })
        .doesNotThrowAnyException();
    assertThat(feed.see("e-5", "2", "{a:1,v:10}")).isNotEmpty();
  }

  @Test
  void a_correlation_of_nothing_has_nothing_to_do() {
    assertThat(new Feed(Feed.PARTS).correlator.isEmpty()).isTrue();
    assertThat(Feed.of(COUNT).correlator.isEmpty()).isFalse();
  }

  /**
   * Which event completes, and how often a correlation matches over a longer time, depends on the
   * order of arrival, because a match keeps others away for the timespan and because what is two
   * timespans older than the newest event is forgotten. Whether it matches at all does not, as long
   * as no event comes so late.
   */
  @Property(tries = 500)
  void whether_enough_events_match_does_not_depend_on_the_order_in_which_they_arrive(
      @ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> seconds, @ForAll Random random) {
    List<Integer> shuffled = new ArrayList<>(seconds);
    Collections.shuffle(shuffled, random);

    assertThat(matches(shuffled)).isEqualTo(someWindowHolds(3, seconds));
  }

  @Property(tries = 500)
  void events_in_the_order_of_their_times_match_whenever_enough_stand_within_the_timespan(
      @ForAll @Size(max = 20) List<@IntRange(max = 120) Integer> seconds) {
    assertThat(matches(seconds.stream().sorted().toList())).isEqualTo(someWindowHolds(3, seconds));
  }

  private static boolean matches(List<Integer> seconds) {
    Feed feed = Feed.of(COUNT);
    boolean matched = false;
    for (int i = 0; i < seconds.size(); i++) {
      matched |= !feed.see("e-" + i, "" + seconds.get(i), "{a:1,user:u}").isEmpty();
    }
    return matched;
  }

  private static boolean someWindowHolds(int wanted, List<Integer> seconds) {
    return seconds.stream()
        .anyMatch(
            start -> seconds.stream().filter(s -> s >= start && s <= start + 10).count() >= wanted);
  }

  private static String users(int number) {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      users.add("u" + i);
    }
    return String.join(",", users);
  }
}
