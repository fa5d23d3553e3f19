package dev.tokenresponder.gcp.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import dev.tokenresponder.action.ActionException;
import dev.tokenresponder.gcp.emulator.FirestoreEmulator;
import dev.tokenresponder.gcp.firestore.Documents.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of documents against the Firestore emulator. */
class DocumentsTest {
  private static Firestore database;

  private final Documents documents = new Documents(database, "", Duration.ofMillis(500));

  @BeforeAll
  static void start() {
    database = FirestoreEmulator.fresh(DocumentsTest.class);
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void a_change_that_another_overtakes_is_decided_again_on_what_is_there_then() throws Exception {
    DocumentReference document = documents.at(CollectionGroup.LIMITS, "overtaken");
    document.create(Map.of("n", 1)).get();
    List<Long> seen = new ArrayList<>();

    documents.change(
        "count",
        document,
        before -> {
          long n = Fields.number(before, "n");
          seen.add(n);
          if (n == 1) {
            set(document, 7);
          }
          return new Change<>(Map.of("n", n + 1), n);
        });

    assertThat(seen).containsExactly(1L, 7L);
    assertThat(document.get().get().getLong("n")).isEqualTo(8);
  }

  @Test
  @Timeout(30)
  void a_change_that_others_always_overtake_may_be_tried_again_later() {
    DocumentReference document = documents.at(CollectionGroup.LIMITS, "busy");

    assertThatThrownBy(
            () ->
                documents.change(
                    "count",
                    document,
                    before -> {
                      set(document, Fields.number(before, "n") + 1);
                      return new Change<>(Map.of("n", -1), true);
                    }))
        .isInstanceOfSatisfying(ActionException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("too many writers");
  }

  private static void set(DocumentReference document, long n) {
    try {
      document.set(Map.of("n", n)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
