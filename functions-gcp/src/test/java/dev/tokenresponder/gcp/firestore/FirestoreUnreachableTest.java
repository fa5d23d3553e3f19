package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.action.ActionKey;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.sigma.correlation.Group;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that does not answer is given up in time, and may be tried again. */
class FirestoreUnreachableTest {
  private static final Instant NOW = Instant.parse("2026-08-10T10:00:00Z");
  private static final Clock CLOCK = Clock.systemUTC();
  private static final ActionKey KEY = new ActionKey("inc-1", "revoke-role-session", "t");

  private Firestore database;

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_server_that_says_nothing_is_not_waited_for() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      database = client(silent.getLocalPort());
      Documents documents = new Documents(database, "", Duration.ofMillis(500));
      FirestoreIncidentStore incidents = new FirestoreIncidentStore(documents, CLOCK);
      FirestoreCorrelationStore groups = new FirestoreCorrelationStore(documents, CLOCK);
      FirestoreHabits habits = new FirestoreHabits(documents, CLOCK);
      List<ThrowingCallable> calls =
          List.of(
              () -> incidents.find("inc-1"),
              () -> incidents.latest("key AKIA", null),
              () -> incidents.claim(KEY, NOW, Duration.ofMinutes(5)),
              () -> incidents.release(KEY, 1),
              () -> incidents.consume("actions", NOW, 7),
              () -> groups.read("h1"),
              () -> groups.replace("h1", 0, Group.EMPTY, NOW, Duration.ofHours(1)),
              () -> groups.replace("h1", 1, Group.EMPTY, NOW, Duration.ofHours(1)),
              () -> habits.see("s", "e", Set.of("ip_1"), NOW, Duration.ofHours(1)));

      assertThat(calls).allSatisfy(call -> givesUpWithin(Duration.ofSeconds(3), call));
    }
  }

  @Test
  void to_write_no_documents_needs_no_server() throws Exception {
    database = client(unusedPort());

    new Documents(database, "", Duration.ofMillis(500)).putAll("write nothing", Map.of());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_server_that_is_not_there_is_given_up_as_well() throws Exception {
    database = client(unusedPort());
    FirestoreHabits habits = new FirestoreHabits(database, CLOCK);

    givesUpWithin(
        Duration.ofSeconds(15),
        () -> habits.see("s", "e", Set.of("ip_1"), NOW, Duration.ofHours(1)));
  }

  private static void givesUpWithin(Duration most, ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
  }

  private static Firestore client(int port) {
    return FirestoreEmulator.client("127.0.0.1:" + port, "token-responder");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
