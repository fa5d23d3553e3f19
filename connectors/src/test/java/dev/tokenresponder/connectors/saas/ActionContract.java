package dev.tokenresponder.connectors.saas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionHandler;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.ActionRequest;
import dev.tokenresponder.action.Arguments;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.action.Disposition;
import dev.tokenresponder.connectors.saas.HttpDouble.Kind;
import dev.tokenresponder.incident.InMemoryIncidentStore;
import dev.tokenresponder.incident.IncidentStore;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import dev.tokenresponder.respond.ActionRunner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every action, on what answers like the system, with the declared permissions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ActionContract {
  public static final Instant SEEN = Instant.parse("2026-11-24T09:00:00Z");
  public static final Instant NOW = SEEN.plusSeconds(5);
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ENFORCE = "{version: 1, mode: enforce, trusted_networks: []}";

  /**
   * An action to try.
   *
   * @param look the end of a path by which it looks before it acts
   * @param change the end of the path by which it changes something
   * @param elsewhere the same request about another tenant
   * @param exemption an entry of the policy that forbids it
   * @param gone what becomes of it when the target is not there
   */
  public record Case(
      ActionRequest request,
      String lookMethod,
      String look,
      String changeMethod,
      String change,
      ActionRequest elsewhere,
      String exemption,
      Status gone) {
    @Override
    public String toString() {
      return request.action();
    }
  }

  /** The system, with what the cases are about in it. */
  public interface World extends AutoCloseable {
    /** What answers. */
    HttpDouble http();

    /** The handlers as they are wired. */
    Map<String, ActionHandler> handlers();

    /** Whether just the target is contained and nothing else has changed. */
    boolean isContained(Case what);

    /** Whether nothing has changed. */
    boolean isUntouched();

    /** Makes it as the action would leave it; false when the action cannot see that. */
    boolean contain(Case what);

    /** Takes the target away. */
    void remove(Case what);

    /** From now on the responder may do nothing. */
    void forbid();

    /** From now on the responder's credentials are not accepted. */
    void lockOut();

    /** What was needed. */
    Set<String> used();

    /** What must not be seen anywhere. */
    List<String> secrets();

    @Override
    void close();
  }

  /** A system in which an action has the permissions that it declares. */
  protected abstract World world(String action);

  /** The actions. */
  protected abstract List<Case> cases();

  /** A request. */
  public static ActionRequest request(
      String action, String target, String account, Map<String, String> arguments) {
    Map<String, String> all = new HashMap<>(arguments);
    all.put(Arguments.SEEN_AT, SEEN.toString());
    return new ActionRequest(
        "inc-20261124-abc",
        action,
        target,
        account,
        all,
        Disposition.ENFORCE,
        "A rule",
        Map.of(),
        NOW,
        1);
  }

  /** One run after another of the same responder. */
  protected static final class Runs {
    private final World world;
    private final Policy policy;
    private final IncidentStore store = new InMemoryIncidentStore();

    Runs(World world, String policy) {
      this.world = world;
      this.policy = PolicyReader.parse("p", policy);
    }

    ActionOutcome run(ActionRequest request) {
      ActionOutcome outcome = new ActionRunner(world.handlers(), policy, store, CLOCK).run(request);
      noSecret(world, outcome.toString() + outcome.undo());
      return outcome;
    }

    void fails(ActionRequest request) {
      assertThatThrownBy(() -> run(request))
          .isInstanceOfSatisfying(
              ActionException.class,
              e -> {
                assertThat(e.isRetryable()).isTrue();
                noSecret(world, e.toString());
              });
    }
  }

  private static void noSecret(World world, String text) {
    assertThat(text).doesNotContain(world.secrets());
  }

  protected static ActionOutcome run(World world, ActionRequest request) {
    return new Runs(world, ENFORCE).run(request);
  }

  /** A responder whose policy exempts somebody. */
  protected static Exempting exempting(String exemption) {
    String policy =
        "{version: 1, mode: enforce, trusted_networks: [], exemptions: [{" + exemption + "}]}";
    return (world, request) -> new Runs(world, policy).run(request);
  }

  /** Runs a request on a world. */
  protected interface Exempting {
    ActionOutcome run(World world, ActionRequest request);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void contains_what_it_is_asked_to_and_nothing_else(Case what) {
    try (World world = world(what.request().action())) {
      ActionOutcome outcome = run(world, what.request());

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.DONE);
      assertThat(world.isContained(what)).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void needs_every_permission_it_declares_and_no_other(Case what) {
    try (World world = world(what.request().action())) {
      run(world, what.request());

      assertThat(world.used())
          .containsExactlyInAnyOrderElementsOf(declared(what.request().action()));
    }
  }

  /** The permissions that an action declares. */
  protected static Set<String> declared(String action) {
    return Catalogue.find(action).orElseThrow().permissions().values().stream()
        .flatMap(Collection::stream)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void asked_for_again_nothing_more_is_called(Case what) {
    try (World world = world(what.request().action())) {
      Runs runs = new Runs(world, ENFORCE);
      runs.run(what.request());
      int calls = world.http().calls().size();

      assertThat(runs.run(what.request()).status()).isEqualTo(Status.DONE);
      assertThat(world.http().calls()).hasSize(calls);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void in_monitor_mode_it_only_says_what_it_would_do(Case what) {
    try (World world = world(what.request().action())) {
      ActionOutcome outcome =
          new Runs(world, ENFORCE.replace("enforce", "monitor")).run(what.request());

      assertThat(outcome.status()).isEqualTo(Status.PLANNED);
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void what_is_done_already_is_left_as_it_is(Case what) {
    try (World world = world(what.request().action())) {
      assumeTrue(world.contain(what), "the action cannot see that");

      assertThat(run(world, what.request()).status()).isEqualTo(Status.DONE);
      assertThat(world.http().calls())
          .noneMatch(
              call -> call.startsWith(what.changeMethod() + " ") && call.endsWith(what.change()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void what_is_not_there_is_not_looked_for_elsewhere(Case what) {
    try (World world = world(what.request().action())) {
      world.remove(what);

      assertThat(run(world, what.request()).status()).isEqualTo(what.gone());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void without_a_permission_it_fails_for_good_and_says_so(Case what) {
    try (World world = world(what.request().action())) {
      world.forbid();

      ActionOutcome outcome = run(world, what.request());

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("the responder lacks the permission");
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void with_credentials_that_are_not_accepted_it_fails_for_good_and_says_so(Case what) {
    try (World world = world(what.request().action())) {
      world.lockOut();

      ActionOutcome outcome = run(world, what.request());

      assertThat(outcome.status()).isEqualTo(Status.FAILED);
      assertThat(outcome.reason()).contains("the responder's credentials are not accepted");
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void throttled_or_broken_it_is_for_another_try_which_contains(Case what) {
    for (int status : new int[] {429, 503}) {
      try (World world = world(what.request().action())) {
        Runs runs = new Runs(world, ENFORCE);
        world.http().next(3, what.changeMethod(), what.change(), Kind.REFUSED, status);

        for (int i = 0; i < (status == 429 && isThrottledLong() ? 3 : 1); i++) {
          runs.fails(what.request());
          assertThat(world.isUntouched()).isTrue();
        }
        assertThat(runs.run(what.request()).status()).isEqualTo(Status.DONE);
        assertThat(world.isContained(what)).isTrue();
      }
    }
  }

  /** Whether the system asks to wait for longer than one call may last. */
  protected abstract boolean isThrottledLong();

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_answer_that_is_lost_after_the_change_does_not_lose_the_outcome(Case what) {
    for (Kind kind : new Kind[] {Kind.DONE_BUT_FAILED, Kind.DONE_BUT_CUT}) {
      for (int times : new int[] {1, 3}) {
        try (World world = world(what.request().action())) {
          Runs runs = new Runs(world, ENFORCE);
          world.http().next(times, what.changeMethod(), what.change(), kind, 503);
          if (times == 3) {
            runs.fails(what.request());
          }

          assertThat(runs.run(what.request()).status()).isEqualTo(Status.DONE);
          assertThat(world.isContained(what)).isTrue();
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_answer_that_makes_no_sense_is_for_another_try(Case what) {
    for (Kind kind : new Kind[] {Kind.GARBLED, Kind.HOLLOW}) {
      try (World world = world(what.request().action())) {
        Runs runs = new Runs(world, ENFORCE);
        int times = kind == Kind.GARBLED ? 3 : 1;
        world.http().next(times, what.lookMethod(), what.look(), kind, 200);

        runs.fails(what.request());
        assertThat(world.isUntouched()).isTrue();
        assertThat(runs.run(what.request()).status()).isEqualTo(Status.DONE);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void what_is_of_another_tenant_is_refused(Case what) {
    try (World world = world(what.request().action())) {
      ActionOutcome outcome = run(world, what.elsewhere());

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_exemption_is_heeded_by_the_name_that_the_system_gives(Case what) {
    try (World world = world(what.request().action())) {
      ActionOutcome outcome = exempting(what.exemption()).run(world, what.request());

      assertThat(outcome.status()).as(outcome.reason()).isEqualTo(Status.REFUSED);
      assertThat(outcome.reason()).startsWith("exempt");
      assertThat(world.isUntouched()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void no_handler_shows_a_secret(Case what) {
    try (World world = world(what.request().action())) {
      noSecret(world, world.handlers().toString());
    }
  }
}
