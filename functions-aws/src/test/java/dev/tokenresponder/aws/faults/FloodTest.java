package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.action.ActionOutcome;
import dev.tokenresponder.action.ActionOutcome.Status;
import dev.tokenresponder.action.Catalogue;
import dev.tokenresponder.policy.Policy;
import dev.tokenresponder.policy.PolicyReader;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Somebody makes a thousand principals look stolen, the break-glass ones among them. */
class FloodTest {
  private static final int PRINCIPALS = 1_000;
  private static final int CAP = 40;
  private static final int BREAK_GLASS_EVERY = 100;
  private static final int FEWER = 100;

  private static final String WITHOUT_EXEMPTIONS =
      """
      version: 1
      mode: enforce
      accounts: ["111122223333"]
      trusted_networks: []
      owners: {fallback: [security@example.com]}
      limits: {per_action_per_hour: 50, per_account_per_hour: 40, total_per_hour: 60}
      """;

  private static final Policy UNGUARDED = PolicyReader.parse("flood", WITHOUT_EXEMPTIONS);
  private static final Policy GUARDED =
      PolicyReader.parse(
          "flood",
          WITHOUT_EXEMPTIONS
              + IntStream.rangeClosed(1, PRINCIPALS + FEWER)
                  .filter(FloodTest::isBreakGlass)
                  .mapToObj(FloodTest::role)
                  .map(role -> "arn:aws:iam::111122223333:role/" + role)
                  .map(arn -> "  - {arn: \"" + arn + "\", reason: break-glass}\n")
                  .collect(Collectors.joining("", "exemptions:\n", "")));

  private static boolean isBreakGlass(int number) {
    return number % BREAK_GLASS_EVERY == 0;
  }

  private static String role(int number) {
    return (isBreakGlass(number) ? "break-glass-" : "app-") + number;
  }

  private static Deployment flooded(int principals, Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    deployment.evaluatePolicy = () -> GUARDED;
    deployment.actPolicy = () -> GUARDED;
    variant.accept(deployment);
    flood(deployment, 1, principals);
    return deployment;
  }

  private static void flood(Deployment deployment, int first, int last) {
    for (int number = first; number <= last; number++) {
      deployment.cloud.addRole(role(number), Feed.roleId(number));
      deployment.send(Feed.stolen(role(number), number));
    }
    deployment.settle();
  }

  private static void theCapHolds(String fault, Deployment deployment, int principals, int hours) {
    Books books = deployment.books();
    breakGlassIsUntouched(deployment);
    int exempt = principals / BREAK_GLASS_EVERY;
    assertThat(deployment.cloud.writes()).hasSize(CAP * hours);
    assertThat(books.count(Books.Fate.ACTED)).isEqualTo(CAP * hours);
    assertThat(books.count(Books.Fate.REFUSED)).isEqualTo(exempt);
    assertThat(books.count(Books.Fate.HELD)).isEqualTo(principals - CAP * hours - exempt);
    books.print(fault);
  }

  private static void breakGlassIsUntouched(Deployment deployment) {
    assertThat(deployment.cloud.writes()).noneMatch(write -> write.contains("break-glass"));
  }

  @Test
  void the_cap_holds_break_glass_is_untouched_and_the_rest_waits_for_a_person() {
    Deployment deployment = flooded(PRINCIPALS, d -> {});

    theCapHolds("flood-of-1000", deployment, PRINCIPALS, 1);
    approveAll(deployment);
    Books books = deployment.books();
    breakGlassIsUntouched(deployment);
    assertThat(books.count(Books.Fate.ACTED))
        .isEqualTo(PRINCIPALS - PRINCIPALS / BREAK_GLASS_EVERY);
    assertThat(books.count(Books.Fate.HELD)).isZero();
    books.print("flood-of-1000, then approved");
  }

  @Test
  void an_hour_later_there_is_one_cap_more() {
    Deployment deployment = flooded(PRINCIPALS, d -> {});
    deployment.clock.forward(Duration.ofHours(1));
    flood(deployment, PRINCIPALS + 1, PRINCIPALS + FEWER);

    theCapHolds("flood-of-1000, and on in the next hour", deployment, PRINCIPALS + FEWER, 2);
  }

  @Test
  void break_glass_is_untouched_even_where_evaluate_does_not_know_it() {
    Deployment deployment = flooded(FEWER, d -> d.evaluatePolicy = () -> UNGUARDED);

    theCapHolds("flood-of-100, evaluate knows no exemptions", deployment, FEWER, 1);
  }

  @Test
  void a_responder_without_limits_would_be_seen() {
    Deployment deployment = flooded(FEWER, Broken::hasNoLimits);

    assertThatThrownBy(() -> theCapHolds("flood", deployment, FEWER, 1))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_responder_without_exemptions_would_be_seen() {
    Deployment deployment =
        flooded(
            FEWER,
            d -> {
              d.evaluatePolicy = () -> UNGUARDED;
              d.actPolicy = () -> UNGUARDED;
            });
    approveAll(deployment);

    assertThatThrownBy(() -> breakGlassIsUntouched(deployment)).isInstanceOf(AssertionError.class);
  }

  private static void approveAll(Deployment deployment) {
    List<ActionKey> waiting =
        deployment.events().keySet().stream()
            .flatMap(event -> deployment.askedFor(event).stream())
            .filter(key -> Catalogue.find(key.action()).orElseThrow().containment())
            .filter(key -> status(deployment, key) == Status.HELD)
            .toList();
    assertThat(waiting).isNotEmpty();
    Deployment.quietly(
        () ->
            waiting.forEach(
                key ->
                    assertThat(deployment.runner().approve(key).status()).isEqualTo(Status.DONE)));
  }

  private static Status status(Deployment deployment, ActionKey key) {
    return deployment.store.find(key.incident()).orElseThrow().actions().stream()
        .filter(outcome -> outcome.key().equals(key))
        .map(ActionOutcome::status)
        .findFirst()
        .orElseThrow();
  }
}
