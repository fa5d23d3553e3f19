package dev.tokenresponder.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.action.ActionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Workers who meet on one role. */
class ManagedPolicyTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Identity ROLE = Identity.role("app-server");
  private final FakeIam iam = new FakeIam();

  @Test
  void a_statement_that_somebody_overwrote_is_written_again_beside_theirs() {
    ManagedPolicy mine = worker(Pace.ALONE);
    iam.beforePut = once(() -> mine.put(denial("mine"), NOW, Optional::empty));
    ManagedPolicy slow = worker(Pace.ALONE);

    slow.put(denial("slow"), NOW, Optional::empty);
    assertThat(incidents()).containsExactly("slow");

    mine.settle(denial("mine"), NOW, Optional::empty);
    slow.settle(denial("slow"), NOW, Optional::empty);
    assertThat(incidents()).containsExactlyInAnyOrder("mine", "slow");
  }

  @Test
  void a_statement_that_somebody_spoilt_is_replaced() {
    worker(Pace.ALONE).put(denial("other"), NOW, Optional::empty);
    worker(Pace.ALONE).put(denial("mine"), NOW, Optional::empty);
    iam.policies.replaceAll(
        (name, document) ->
            document.replaceFirst(
                "(\"Sid\":\"mineH[^}]*\"Action\":)\"\\*\"", "$1\"s3:ListBucket\""));
    assertThat(incidents()).containsExactly("other");

    ManagedPolicy mine = worker(Pace.ALONE);
    mine.put(denial("mine"), NOW, Optional::empty);
    mine.settle(denial("mine"), NOW, Optional::empty);

    assertThat(incidents()).containsExactly("other", "mine");
    assertThat(worker(Pace.ALONE).read().statements()).hasSize(2);
  }

  @Test
  void what_a_worker_saw_is_put_back_when_it_was_overwritten_with_its_own() {
    ManagedPolicy gone = worker(Pace.ALONE);
    ManagedPolicy mine = worker(Pace.ALONE);
    iam.beforePut =
        once(
            () -> {
              gone.put(denial("gone"), NOW, Optional::empty);
              mine.put(denial("mine"), NOW, Optional::empty);
            });
    worker(Pace.ALONE).put(denial("slow"), NOW, Optional::empty);

    mine.settle(denial("mine"), NOW, Optional::empty);

    assertThat(incidents()).containsExactlyInAnyOrder("gone", "mine", "slow");
  }

  @Test
  void what_is_taken_away_beside_a_statement_is_not_put_back() {
    ManagedPolicy undone = worker(Pace.ALONE);
    undone.put(denial("undone"), NOW, Optional::empty);
    ManagedPolicy mine = worker(Pace.ALONE);
    mine.put(denial("mine"), NOW, Optional::empty);
    undone.remove(denial("undone").owners().get(0), undone::read);

    mine.settle(denial("mine"), NOW, Optional::empty);

    assertThat(incidents()).containsExactly("mine");
  }

  @Test
  void what_somebody_writes_again_after_it_was_taken_away_is_taken_away_again() {
    ManagedPolicy undone = worker(Pace.ALONE);
    undone.put(denial("undone"), NOW, Optional::empty);
    String before = iam.policies.get(ROLE + "/" + OwnPolicy.NAME);
    int[] reads = {0};
    ManagedPolicy watched =
        worker(
            attempt -> {
              if (reads[0]++ == 0) {
                iam.policies.put(ROLE + "/" + OwnPolicy.NAME, before);
              }
            });

    watched.remove(denial("undone").owners().get(0), undone::read);

    assertThat(iam.policies).isEmpty();
  }

  @Test
  void a_statement_that_never_stays_may_be_tried_again() {
    iam.losesPolicies = true;
    ManagedPolicy mine = worker(Pace.ALONE);
    mine.put(denial("mine"), NOW, Optional::empty);

    assertThatThrownBy(() -> mine.settle(denial("mine"), NOW, Optional::empty))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  @Test
  void twenty_at_once_with_slow_writes_all_keep_their_statements() throws Exception {
    iam.beforePut = () -> pause(ThreadLocalRandom.current().nextInt(25));
    ExecutorService workers = Executors.newFixedThreadPool(20);
    List<Future<PolicyDocument>> done = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Denial denial = denial("inc" + i);
      done.add(
          workers.submit(
              () -> {
                ManagedPolicy policy = worker(Pace.SHARED);
                policy.put(denial, NOW, Optional::empty);
                return policy.settle(denial, NOW, Optional::empty);
              }));
    }
    for (Future<PolicyDocument> each : done) {
      each.get();
    }
    workers.shutdown();

    assertThat(incidents()).hasSize(20).doesNotHaveDuplicates();
  }

  private ManagedPolicy worker(Pace pace) {
    return new ManagedPolicy(new OwnPolicy(iam, ROLE), pace);
  }

  private List<String> incidents() {
    return worker(Pace.ALONE).read().denials().stream()
        .flatMap(denial -> denial.owners().stream())
        .map(Owner::incident)
        .toList();
  }

  private Runnable once(Runnable what) {
    return () -> {
      iam.beforePut = () -> {};
      what.run();
    };
  }

  private static Denial denial(String incident) {
    return Denial.of(
        new Owner(incident, "0123abcd".repeat(4), false, false),
        NOW,
        "AROAEXAMPLEROLE123456:" + incident);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
