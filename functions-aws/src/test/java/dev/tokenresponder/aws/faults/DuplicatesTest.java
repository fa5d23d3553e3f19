package dev.tokenresponder.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenresponder.aws.dynamodb.DynamoDbIncidentStore;
import dev.tokenresponder.aws.dynamodb.LocalDynamoDb;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same event a hundred times at once, and with it every request for its actions. */
class DuplicatesTest {
  @RegisterExtension static final LocalDynamoDb LOCAL = new LocalDynamoDb();

  private static final int COPIES = 100;
  private static final Feed.Event STOLEN = Feed.stolen("app-1", 1);

  @Test
  void a_hundred_at_once_are_done_once() {
    onceAmongAHundred("100-duplicates-at-once", deployment -> {});
  }

  @Test
  void a_hundred_at_once_are_done_once_with_the_claims_in_dynamodb() {
    onceAmongAHundred(
        "100-duplicates-at-once, dynamodb",
        deployment ->
            deployment.store =
                new DynamoDbIncidentStore(LOCAL.client(), LocalDynamoDb.TABLE, deployment.clock));
  }

  @Test
  void a_responder_without_claims_would_be_seen() {
    assertThatThrownBy(
            () ->
                onceAmongAHundred(
                    "100-duplicates-at-once",
                    deployment -> {
                      Broken.grantsEverything(deployment);
                      Broken.meetsAtWriting(deployment);
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("too often");
  }

  private static void onceAmongAHundred(String fault, Consumer<Deployment> variant) {
    Deployment deployment = new Deployment();
    variant.accept(deployment);
    for (int copy = 1; copy <= COPIES; copy++) {
      deployment.send(STOLEN.as("copy " + copy));
    }
    Deployment.quietly(
        () -> {
          allAtOnce(deployment, deployment.drain());
          allAtOnce(deployment, deployment.drain());
        });
    deployment.settle();

    Books books = deployment.books();
    books.print(fault);
    assertThat(books.count(Books.Fate.ACTED)).isEqualTo(1);
    assertThat(books.count(Books.Fate.DUPLICATE)).isEqualTo(COPIES - 1);
    assertThat(deployment.cloud.denies("app-1", Feed.session(1), Feed.ISSUED)).isTrue();
  }

  private static void allAtOnce(Deployment deployment, List<Deployment.Delivery> deliveries) {
    CountDownLatch start = new CountDownLatch(deliveries.size());
    ExecutorService workers = Executors.newFixedThreadPool(deliveries.size());
    for (Deployment.Delivery delivery : deliveries) {
      workers.execute(
          () -> {
            start.countDown();
            await(start);
            deployment.deliver(delivery);
          });
    }
    workers.shutdown();
    try {
      assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
