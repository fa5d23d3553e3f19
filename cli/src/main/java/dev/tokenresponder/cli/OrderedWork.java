package dev.tokenresponder.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does work on all cores and hands on the results in the order in which it was given. Little is
 * under way at any time, so memory stays bounded however much there is.
 */
final class OrderedWork<T, R> implements AutoCloseable {
  private final Function<T, R> work;
  private final Consumer<R> results;
  private final ExecutorService workers;
  private final int most;
  private final Deque<Future<R>> underWay = new ArrayDeque<>();

  OrderedWork(int workers, Function<T, R> work, Consumer<R> results) {
    this.work = work;
    this.results = results;
    this.most = workers * 2;
    this.workers =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "evaluate");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Takes work; hands on what is done, and waits when too much is under way. */
  void add(T task) {
    underWay.add(workers.submit(() -> work.apply(task)));
    while (!underWay.isEmpty() && (underWay.size() > most || underWay.peek().isDone())) {
      next();
    }
  }

  /** Hands on everything that is still under way. */
  void finish() {
    while (!underWay.isEmpty()) {
      next();
    }
  }

  private void next() {
    try {
      results.accept(underWay.remove().get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
