package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Out of reach for longer than a message is tried: nothing is done, and nothing is lost. */
class UnavailableTest {
  private static final Set<String> STORES = Set.of("store", "habits", "links", "correlations");

  private static Policy missing() {
    return PolicyReader.read(Path.of("there-is-no-such-policy.yml"));
  }

  private static Steps.Plan withoutStores() {
    return (step, name) -> STORES.contains(name.split(" ")[0]) ? Faults.OUT_OF_REACH : null;
  }

  /** From the point of view of the functions that act. */
  private static Steps.Plan withoutClaims() {
    return (step, name) ->
        name.startsWith("store ") && !name.equals("store report") && !name.equals("store latest")
            ? Faults.OUT_OF_REACH
            : null;
  }

  private static Deployment run(Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    variant.accept(deployment);
    Feed.everyFate().forEach(deployment::send);
    deployment.settle();
    return deployment;
  }

  private static void nothingIsDone(String fault, int deadLetters, Deployment deployment) {
    Books books = deployment.books().balanced(fault);
    assertThat(deployment.cloud.writes()).isEmpty();
    assertThat(books.count(Books.Fate.ACTED)).isZero();
    assertThat(books.count(Books.Fate.DEAD_LETTERED)).isEqualTo(deadLetters);
    books.print(fault);
  }

  private static void allIsWellAfterRedriving(String fault, Deployment deployment) {
    deployment.redrive();
    deployment.settle();
    Books books = deployment.books();
    books.print(fault + ", then redriven");
    assertThat(books.fates()).isEqualTo(run(d -> {}).books().fates());
  }

  @Test
  void without_a_store_nothing_is_done_and_nothing_is_lost() {
    Deployment deployment = run(d -> d.steps.plan(withoutStores()));

    nothingIsDone("store-unavailable", 6, deployment);
    deployment.steps.plan((step, name) -> null);
    allIsWellAfterRedriving("store-unavailable", deployment);
  }

  @Test
  void a_responder_that_goes_on_without_its_store_would_be_seen() {
    Deployment deployment =
        run(
            d -> {
              d.steps.plan(withoutClaims());
              Broken.failsOpen(d);
            });

    assertThatThrownBy(() -> nothingIsDone("store-unavailable", 5, deployment))
        .isInstanceOf(AssertionError.class);
    nothingIsDone("claims-unavailable", 5, run(d -> d.steps.plan(withoutClaims())));
  }

  @Test
  void without_a_policy_nothing_is_done_and_nothing_is_lost() {
    Deployment deployment =
        run(
            d -> {
              d.evaluatePolicy = UnavailableTest::missing;
              d.actPolicy = UnavailableTest::missing;
            });

    nothingIsDone("policy-unavailable", 6, deployment);
    deployment.evaluatePolicy = () -> Deployment.POLICY;
    deployment.actPolicy = () -> Deployment.POLICY;
    allIsWellAfterRedriving("policy-unavailable", deployment);
  }

  @Test
  void without_a_policy_where_it_acts_nothing_is_done_and_nothing_is_lost() {
    Deployment deployment = run(d -> d.actPolicy = UnavailableTest::missing);

    nothingIsDone("policy-unavailable-to-act", 5, deployment);
    deployment.actPolicy = () -> Deployment.POLICY;
    allIsWellAfterRedriving("policy-unavailable-to-act", deployment);
  }

  @Test
  void a_responder_with_a_policy_to_fall_back_on_would_be_seen() {
    Policy fallback = PolicyReader.defaults().inMode(Deployment.POLICY.mode());
    Deployment deployment = run(d -> d.actPolicy = () -> fallback);

    assertThatThrownBy(() -> nothingIsDone("policy-unavailable", 5, deployment))
        .isInstanceOf(AssertionError.class);
  }
}
