package dev.tokenresponder.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tokenresponder.event.BoundObject;
import dev.tokenresponder.event.Credential;
import dev.tokenresponder.event.CredentialKind;
import dev.tokenresponder.event.CredentialRef;
import dev.tokenresponder.event.StorePerson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of links promises, and what following them comes to. */
public abstract class LineageContract {
  private static final Instant NOW = Family.NOW;
  private static final String ACCOUNT = "111122223333";

  private final String test = UUID.randomUUID().toString().substring(0, 8);
  private final Credential root = session("root");

  /** The same store at each call. */
  protected abstract LinkStore store();

  private Lineage lineage() {
    return new FollowedLineage(store());
  }

  @Test
  void a_link_comes_back_as_it_was_put() {
    Credential child =
        new Credential(
                new CredentialRef(CredentialKind.SERVICE_ACCOUNT_TOKEN, "a/b#'\u2028" + test),
                "ASIA1",
                session("x").principal(),
                NOW.plusNanos(123_456_789),
                "ec2")
            .boundTo(new BoundObject("Pod", "shop", "cart", null))
            .madeFor(new StorePerson("12345678-0abc-4def-8123-456789abcdef", "d-1234567890"));
    Link link = new Link(new Parent(root.ref(), null, NOW), child, NOW.plusMillis(90_001));

    store().put(link);

    assertThat(store().from(root.ref(), NOW, 10)).containsExactly(link);
    assertThat(store().to(child.ref(), NOW, 10)).containsExactly(link);
  }

  @Test
  void the_same_event_again_links_once() {
    lineage().record(Family.assumed(root, session("a"), NOW));
    lineage().record(Family.assumed(root, session("a"), NOW));

    assertThat(children(NOW)).containsExactly(session("a").ref());
  }

  @Test
  void of_two_links_between_the_same_two_the_one_that_ends_later_stays() {
    lineage().record(Family.assumed(root, session("a"), NOW));
    lineage().record(Family.assumed(root, session("a"), NOW.minusSeconds(600)));

    assertThat(children(NOW.plusSeconds(3_599))).hasSize(1);

    lineage().record(Family.assumed(root, session("a"), NOW.plusSeconds(600)));

    assertThat(children(NOW.plusSeconds(4_199))).hasSize(1);
    assertThat(lineage().ancestors(session("a").ref(), NOW.plusSeconds(4_199))).hasSize(1);
  }

  @Test
  void what_is_dead_for_certain_is_left_out_with_what_came_of_it() {
    lineage().record(Family.assumed(root, session("a"), NOW));
    lineage().record(Family.assumed(session("a"), session("b"), NOW.plusSeconds(60)));

    assertThat(children(NOW.plusSeconds(3_599))).hasSize(2);
    assertThat(children(NOW.plusSeconds(3_600))).isEmpty();
    assertThat(lineage().ancestors(session("a").ref(), NOW.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void the_nearest_come_first_each_with_what_it_was_made_from() {
    lineage().record(Family.assumed(session("a"), session("b"), NOW));
    lineage().record(Family.assumed(root, session("a"), NOW));
    lineage().record(Family.assumed(root, session("c"), NOW.plusSeconds(1)));

    assertThat(lineage().descendants(root.ref(), NOW).links())
        .extracting(link -> link.child().ref(), link -> link.parent().ref())
        .containsExactly(
            tuple(session("c").ref(), root.ref()),
            tuple(session("a").ref(), root.ref()),
            tuple(session("b").ref(), session("a").ref()));
    assertThat(lineage().ancestors(session("b").ref(), NOW))
        .extracting(Parent::ref)
        .containsExactly(session("a").ref(), root.ref());
  }

  @Test
  void cycles_end() {
    lineage().record(Family.assumed(root, session("a"), NOW));
    lineage().record(Family.assumed(session("a"), root, NOW));

    assertThat(children(NOW)).containsExactly(session("a").ref());
    assertThat(lineage().ancestors(root.ref(), NOW)).hasSize(1);
  }

  @Test
  void depth_is_bounded_and_says_so() {
    for (int i = 0; i < 10; i++) {
      lineage().record(Family.assumed(session("r" + i), session("r" + (i + 1)), NOW));
    }

    Descendants descendants = lineage().descendants(session("r0").ref(), NOW);

    assertThat(descendants.links()).hasSize(Lineage.DEPTH);
    assertThat(descendants.more()).isTrue();
    assertThat(lineage().descendants(session("r2").ref(), NOW).more()).isFalse();
    assertThat(lineage().ancestors(session("r10").ref(), NOW)).hasSize(Lineage.DEPTH);
  }

  @Test
  void number_is_bounded_and_says_so() {
    for (int i = 0; i < Lineage.MOST; i++) {
      lineage().record(Family.assumed(root, session("s" + i), NOW));
    }
    assertThat(lineage().descendants(root.ref(), NOW).more()).isFalse();

    lineage().record(Family.assumed(root, session("one-more"), NOW));

    Descendants descendants = lineage().descendants(root.ref(), NOW);
    assertThat(descendants.links()).hasSize(Lineage.MOST);
    assertThat(descendants.more()).isTrue();
  }

  @Test
  void of_many_at_once_none_is_lost_and_the_latest_stays() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(workers());
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Instant time = NOW.plusSeconds(i);
      Credential child = session("w" + i);
      tasks.add(Executors.callable(() -> lineage().record(Family.assumed(root, child, NOW))));
      tasks.add(
          Executors.callable(() -> lineage().record(Family.assumed(root, session("a"), time))));
    }
    try {
      for (Future<Object> task : workers.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      workers.shutdown();
    }

    assertThat(children(NOW)).hasSize(11);
    assertThat(children(NOW.plus(Duration.ofHours(1)).plusSeconds(8))).hasSize(1);
    assertThat(lineage().ancestors(session("a").ref(), NOW.plusSeconds(3_608))).hasSize(1);
  }

  /** How many callers at once the store is tried with. */
  protected int workers() {
    return 4;
  }

  private List<CredentialRef> children(Instant now) {
    return lineage().descendants(root.ref(), now).links().stream()
        .map(link -> link.child().ref())
        .toList();
  }

  private Credential session(String name) {
    return Family.session(name + "-" + test, ACCOUNT);
  }
}
