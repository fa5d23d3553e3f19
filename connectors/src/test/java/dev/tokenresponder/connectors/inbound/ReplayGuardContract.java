package dev.tokenresponder.connectors.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every guard holds to. */
abstract class ReplayGuardContract {
  static final Instant NOW = Instant.parse("2026-11-24T09:12:41Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Instant LATER = NOW.plusSeconds(60);

  private final AtomicInteger done = new AtomicInteger();

  abstract ReplayGuard guard();

  @Test
  void whatCameIsDoneOnce() {
    ReplayGuard guard = guard();
    assertThat(guard.once("a", LATER, done::incrementAndGet)).isTrue();
    assertThat(guard.once("a", LATER, done::incrementAndGet)).isFalse();
    assertThat(guard.once("b", LATER, done::incrementAndGet)).isTrue();
    assertThat(done).hasValue(2);
  }

  @Test
  void whatFailedMayComeAgain() {
    ReplayGuard guard = guard();
    assertThatThrownBy(
            () ->
                guard.once(
                    "a",
                    LATER,
                    () -> {
                      throw new IllegalStateException("the bus is full");
                    }))
        .hasMessage("the bus is full");
    assertThat(guard.once("a", LATER, done::incrementAndGet)).isTrue();
  }

  @Test
  void ofManyAtOnceOneDoesIt() throws InterruptedException {
    ReplayGuard guard = guard();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < 8; i++) {
      threads.submit(
          () -> {
            start.await();
            return guard.once("a", LATER, done::incrementAndGet);
          });
    }
    start.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).hasValue(1);
  }
}
