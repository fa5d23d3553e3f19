package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One event of every fate, and one fault at every step there is, one after the other: the books
 * must be the same as without it.
 */
class SingleFaultTest {
  private static final Consumer<Deployment> AS_IT_IS = deployment -> {};
  private static final Predicate<String> IAM = step -> step.startsWith("iam ");

  private static Books run(Steps.Plan plan, Consumer<Deployment> variant) {
    return deployed(plan, variant).books();
  }

  private static Deployment deployed(Steps.Plan plan, Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    variant.accept(deployment);
    deployment.steps.plan(plan);
    Feed.everyFate().forEach(deployment::send);
    deployment.settle();
    return deployment;
  }

  private static List<String> steps() {
    return deployed((step, name) -> null, AS_IT_IS).steps.taken();
  }

  /** Where in claim, act, record and publish a step is. */
  private static String boundary(String step) {
    return switch (step) {
      case "store claim" -> "claim";
      case "iam PutRolePolicy", "iam PutUserPolicy", "iam UpdateAccessKey" -> "act";
      case "store begin", "store complete", "store hold", "store consume", "store report" ->
          "record";
      case "bus put" -> "publish";
      case "notifier send" -> "tell";
      default -> "look";
    };
  }

  /** One line for each boundary. */
  private static void everywhere(
      Faults fault, Predicate<String> where, Consumer<Deployment> variant) {
    Map<String, Books> lines = new TreeMap<>();
    List<String> steps = steps();
    for (int step = 0; step < steps.size(); step++) {
      if (where.test(steps.get(step))) {
        String line = fault.label() + " " + boundary(steps.get(step));
        Books books =
            run(Steps.Plan.once(step, fault), variant)
                .balanced(line + ", step " + step + ", " + steps.get(step));
        assertThat(books.fates()).as("%s, step %d", line, step).isEqualTo(undisturbed().fates());
        lines.merge(line, books, Books::plus);
      }
    }
    assertThat(lines).isNotEmpty();
    lines.forEach((line, books) -> books.print(line));
  }

  private static Books undisturbed() {
    return run((step, name) -> null, AS_IT_IS);
  }

  @Test
  void without_a_fault_every_event_has_its_own_fate() {
    Books books = undisturbed();

    books.print("none");
    assertThat(books.count(Books.Fate.ACTED)).isEqualTo(2);
    assertThat(books.count(Books.Fate.NO_MATCH)).isEqualTo(1);
    assertThat(books.count(Books.Fate.HELD)).isEqualTo(1);
    assertThat(books.count(Books.Fate.REFUSED)).isEqualTo(1);
    assertThat(books.count(Books.Fate.DEAD_LETTERED)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"KILL_BEFORE", "KILL_AFTER"})
  void killed_anywhere_nothing_is_lost_and_nothing_done_twice(Faults kill) {
    everywhere(kill, step -> true, AS_IT_IS);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLE", "ERROR_500", "TIMEOUT_AFTER_SUCCESS"})
  void an_error_of_the_cloud_at_any_call_changes_nothing_about_the_end(Faults error) {
    everywhere(error, IAM, AS_IT_IS);
  }

  @ParameterizedTest
  @EnumSource(names = {"OUT_OF_REACH", "ANSWER_LOST"})
  void an_error_of_a_store_or_the_bus_at_any_call_changes_nothing_about_the_end(Faults error) {
    everywhere(error, IAM.negate(), AS_IT_IS);
  }

  @Test
  void a_responder_that_acknowledges_first_would_be_seen() {
    fails(Faults.KILL_BEFORE, step -> true, Broken::acknowledgesFirst);
  }

  @Test
  void a_responder_that_marks_success_early_would_be_seen() {
    fails(Faults.KILL_AFTER, step -> true, Broken::marksSuccessEarly);
  }

  @Test
  void a_responder_that_takes_errors_for_success_would_be_seen() {
    fails(Faults.THROTTLE, IAM, Broken::swallowsErrors);
    fails(Faults.ERROR_500, IAM, Broken::swallowsErrors);
  }

  @Test
  void a_responder_that_writes_again_blindly_would_be_seen() {
    fails(Faults.TIMEOUT_AFTER_SUCCESS, IAM, Broken::writesAgainBlindly);
  }

  @Test
  void a_responder_that_forgets_what_it_could_not_publish_would_be_seen() {
    fails(Faults.OUT_OF_REACH, IAM.negate(), Broken::publishesCarelessly);
  }

  private static void fails(Faults fault, Predicate<String> where, Consumer<Deployment> variant) {
    assertThatThrownBy(() -> everywhere(fault, where, variant)).isInstanceOf(AssertionError.class);
  }
}
