package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionOutcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A worker that sleeps at any step until its lease is long over and another one has been there. */
class LateWorkerTest {
  private static final Feed.Event STOLEN = Feed.stolen("app-1", 1);
  private static final Duration BEYOND_THE_LEASE = Duration.ofMinutes(2);

  /** Sleeps, and other things happen meanwhile. */
  private record Asleep(Runnable meanwhile) implements Fault {
    @Override
    public <T> T strike(String step, Supplier<T> call) {
      meanwhile.run();
      return call.get();
    }
  }

  private static Deployment run(
      int at, Consumer<Deployment> variant, Consumer<Deployment> meanwhile) {
    Deployment deployment = new Deployment();
    variant.accept(deployment);
    deployment.steps.plan(
        Steps.Plan.once(
            at,
            new Asleep(
                () -> {
                  deployment.clock.forward(BEYOND_THE_LEASE);
                  deployment.deliverOnceMore();
                  meanwhile.accept(deployment);
                })));
    deployment.send(STOLEN);
    deployment.settle();
    return deployment;
  }

  private static List<String> steps() {
    return run(-1, deployment -> {}, deployment -> {}).steps.taken();
  }

  @Test
  void whenever_it_wakes_the_cloud_was_changed_once() {
    Books books = Books.empty();
    for (int step = 0; step < steps().size(); step++) {
      Deployment deployment = run(step, d -> {}, d -> {});
      Books one = deployment.booksOfChanges().balanced("late-worker, step " + step);
      assertThat(one.count(Books.Fate.ACTED)).isEqualTo(1);
      books = books.plus(one);
    }
    books.print("late-worker");
  }

  @Test
  void what_a_person_has_taken_back_meanwhile_stays_taken_back() {
    Books books = undoneMeanwhile(deployment -> {});

    books.print("late-worker-undone-meanwhile");
  }

  @Test
  void a_store_that_forgets_tokens_would_be_seen() {
    assertThatThrownBy(() -> undoneMeanwhile(Broken::forgetsTokens))
        .isInstanceOf(AssertionError.class);
  }

  /** From the claim until the change is begun; after that, only the time limit protects. */
  private static Books undoneMeanwhile(Consumer<Deployment> variant) {
    List<String> steps = steps();
    Books books = Books.empty();
    for (int step = steps.indexOf("store claim"); step <= steps.indexOf("store begin"); step++) {
      Deployment deployment = run(step, variant, LateWorkerTest::undo);
      assertThat(deployment.cloud.changes())
          .as("step %d, %s", step, steps.get(step))
          .containsExactly("PutRolePolicy app-1", "DeleteRolePolicy app-1");
      books = books.plus(deployment.booksOfChanges());
    }
    return new Books(books.fates(), List.of());
  }

  private static void undo(Deployment deployment) {
    String incident =
        deployment.askedFor(STOLEN.about()).stream().findFirst().orElseThrow().incident();
    List<ActionOutcome> undone = deployment.undoing().undo(incident, null);
    assertThat(undone).extracting(ActionOutcome::status).containsOnly(ActionOutcome.Status.UNDONE);
  }
}
