package dev.tokenresponder.gcp.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Preparation;
import dev.tokenresponder.gcp.Requests;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevokeAppEverywhereTest {
  private static final String CLIENT = "1234-example.apps.googleusercontent.com";
  private static final ActionRequest REQUEST =
      Requests.request("revoke-app-everywhere", CLIENT, "example.com", Map.of("client_id", CLIENT));

  private final FakeDirectory directory = new FakeDirectory(3);
  private final Map<String, Progress.Place> places = new HashMap<>();
  private final List<String> looked = new ArrayList<>();
  private final Ticking clock = new Ticking();
  private Policy policy = PolicyReader.defaults();

  @BeforeEach
  void ten_people_of_whom_every_second_let_the_application_in() {
    for (int i = 0; i < 10; i++) {
      directory.add("p" + i + "@example.com", i % 2 == 0 ? CLIENT : "another-client");
    }
    directory.onLook(looked::add);
  }

  @Test
  void whoever_let_it_in_loses_just_that() {
    assertThat(run()).isEqualTo("deleted what 5 of 10 people gave to " + CLIENT);

    assertThat(directory.deleted())
        .containsExactly(
            "p0@example.com",
            "p2@example.com",
            "p4@example.com",
            "p6@example.com",
            "p8@example.com");
    assertThat(directory.grants("p1@example.com")).contains(List.of("another-client"));
  }

  @Test
  void exempt_people_keep_it_and_that_is_said() {
    policy = PolicyReader.parse("p", "{version: 1, exemptions: [{email: P4@example.com}]}");

    assertThat(run()).contains("what 4 of 10", "1 are exempt and keep it");
    assertThat(directory.deleted()).doesNotContain("p4@example.com");
  }

  @Test
  void work_that_takes_too_long_goes_on_where_it_stopped() {
    clock.step = Duration.ofSeconds(7);

    int runs = untilDone();

    assertThat(runs).isGreaterThan(1);
    assertThat(looked).hasSize(10).doesNotHaveDuplicates();
    assertThat(directory.deleted()).hasSize(5);
  }

  @Test
  void marks_of_pages_that_are_no_longer_good_cost_nobody_a_look() {
    clock.step = Duration.ofSeconds(7);
    assertThatThrownBy(this::run).isInstanceOf(ActionException.class);
    directory.forgetPages();

    untilDone();

    assertThat(looked).contains("p0@example.com", "p9@example.com");
    assertThat(directory.deleted()).hasSize(5);
  }

  @Test
  void the_order_of_the_directory_costs_nobody_a_look() {
    List<String> order =
        List.of("anna@example.com", "a_smith@example.com", "a.zed@example.com", "Bob@example.com");
    FakeDirectory odd = new FakeDirectory(2).ordered(order);
    order.forEach(person -> odd.add(person, CLIENT));

    handler(odd).apply();

    assertThat(odd.deleted()).containsExactlyElementsOf(order);
  }

  @Test
  void one_person_of_whom_the_directory_says_no_does_not_keep_the_others_exposed() {
    directory.onLook(
        person -> {
          if (person.startsWith("p2")) {
            throw ActionException.permanent("HTTP 403");
          }
        });
    Preparation.Change change = handler(directory);

    change.apply();

    assertThat(directory.deleted()).hasSize(4);
    assertThatThrownBy(change::verify)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isFalse())
        .hasMessageContaining("what 4 of 10 people gave", "of 1 the directory refused");
  }

  @Test
  void where_everybody_is_refused_it_ends_soon() {
    directory.onLook(
        person -> {
          looked.add(person);
          throw ActionException.permanent("HTTP 403");
        });

    assertThatThrownBy(this::run).hasMessage("HTTP 403");
    assertThat(looked).hasSize(6);
  }

  @Test
  void what_may_pass_does_not_cost_what_was_done_before() {
    List<String> broken = new ArrayList<>(List.of("p5@example.com"));
    directory.onLook(
        person -> {
          looked.add(person);
          if (broken.remove(person)) {
            throw ActionException.retryable("HTTP 503", null);
          }
        });

    assertThatThrownBy(this::run).hasMessage("HTTP 503");
    run();

    assertThat(looked).hasSize(11).containsOnlyOnce("p3@example.com", "p4@example.com");
  }

  @Test
  void a_directory_that_cannot_be_read_at_the_beginning_is_no_end_of_work() {
    FakeDirectory broken = new FakeDirectory(3);
    places.put(
        REQUEST.key().toString(),
        new Progress.Place("bad:0", "p3@example.com", new Progress.Count(4, 2, 0, 0)));
    broken.add("p9@example.com", CLIENT);

    handler(broken).apply();

    assertThat(broken.deleted()).containsExactly("p9@example.com");
  }

  private int untilDone() {
    for (int runs = 1; runs < 20; runs++) {
      try {
        run();
        return runs;
      } catch (ActionException e) {
        assertThat(e.isRetryable()).isTrue();
      }
    }
    throw new AssertionError("it never ends");
  }

  private String run() {
    Preparation.Change change = handler(directory);
    change.apply();
    return change.verify();
  }

  private Preparation.Change handler(Directory where) {
    Progress progress =
        new Progress() {
          @Override
          public Optional<Place> read(String work) {
            return Optional.ofNullable(places.get(work));
          }

          @Override
          public void write(String work, Place place) {
            places.put(work, place);
          }
        };
    RevokeAppEverywhere action =
        new RevokeAppEverywhere(where, progress, policy::exemption, Duration.ofSeconds(30), clock);
    return ((Preparation.Ready) action.prepare(REQUEST)).change();
  }

  /** Each look at it takes a while. */
  private static final class Ticking extends Clock {
    private Instant now = Requests.NOW;
    private Duration step = Duration.ZERO;

    @Override
    public Instant instant() {
      now = now.plus(step);
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
}
