package dev.tokenresponder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {

  @Test
  void results_come_in_order_although_later_work_is_done_first() {
    CountDownLatch second = new CountDownLatch(1);
    List<Integer> results = new ArrayList<>();
    try (OrderedWork<Integer, Integer> work =
        new OrderedWork<>(
            2,
            number -> {
              if (number == 0) {
                await(second);
              } else {
                second.countDown();
              }
              return number;
            },
            results::add)) {
      IntStream.range(0, 100).forEach(work::add);
      work.finish();
    }

    assertThat(results).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void little_is_under_way_at_any_time() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (OrderedWork<Integer, Integer> work =
        new OrderedWork<>(2, number -> number, result -> underWay.decrementAndGet())) {
      for (int i = 0; i < 1_000; i++) {
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        work.add(i);
      }
      work.finish();
    }

    assertThat(most.get()).isLessThanOrEqualTo(6);
    assertThat(underWay.get()).isZero();
  }

  @Test
  void a_fault_in_the_work_is_not_lost() {
    try (OrderedWork<Integer, Integer> work =
        new OrderedWork<>(2, number -> 1 / number, result -> {})) {
      assertThatThrownBy(
              () -> {
                work.add(0);
                work.finish();
              })
          .isInstanceOf(ArithmeticException.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
