package dev.tokenresponder.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import com.google.cloud.firestore.WriteBatch;
import dev.tokenresponder.action.ActionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Documents that several writers change. Each change is of one document, and is refused when the
 * document is no longer what was read: preconditions {@code exists: false} and {@code updateTime}
 * (Firestore RPC reference, {@code google.firestore.v1.Precondition}, {@code
 * https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1}). Unlike transactions
 * they hold no locks and leave nothing behind when the caller stops waiting.
 */
final class Documents {
  /** The field of every document that a TTL policy names. */
  static final String EXPIRES = "expires";

  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int LONGEST_PAUSE_MILLIS = 250;

  private final Firestore database;
  private final String prefix;
  private final Calls calls;
  private final Duration wait;

  /** What to write, and what the caller gets once it is written. */
  record Change<T>(@Nullable Map<String, Object> fields, T result) {
    /** Nothing is to be written. */
    static <T> Change<T> none(T result) {
      return new Change<>(null, result);
    }
  }

  Documents(Firestore database, String prefix) {
    this(database, prefix, WAIT);
  }

  /** Waits at most so long for each call, and begins no other after so long a change. */
  Documents(Firestore database, String prefix, Duration wait) {
    this.database = database;
    this.prefix = prefix;
    this.calls = new Calls(wait);
    this.wait = wait;
  }

  DocumentReference at(CollectionGroup group, String id) {
    return database.collection(prefix + group.id()).document(id);
  }

  DocumentReference under(DocumentReference parent, CollectionGroup group, String id) {
    return parent.collection(prefix + group.id()).document(id);
  }

  DocumentSnapshot read(String what, DocumentReference document) {
    return calls.get(what, document.get());
  }

  /** Begins to read what is under a document, so that it can be read with something else. */
  ApiFuture<QuerySnapshot> under(DocumentReference parent, CollectionGroup group) {
    return parent.collection(prefix + group.id()).get();
  }

  /** At most so many documents under another that expire after {@code since}, the last first. */
  List<QueryDocumentSnapshot> later(
      String what, DocumentReference parent, CollectionGroup group, Timestamp since, int most) {
    return calls
        .get(
            what,
            parent
                .collection(prefix + group.id())
                .whereGreaterThanOrEqualTo(EXPIRES, since)
                .orderBy(EXPIRES, Query.Direction.DESCENDING)
                .limit(most)
                .get())
        .getDocuments();
  }

  /** At most so many documents of a collection, those with the greatest of a field. */
  List<QueryDocumentSnapshot> last(String what, CollectionGroup group, String field, int most) {
    return calls
        .get(
            what,
            database
                .collection(prefix + group.id())
                .orderBy(field, Query.Direction.DESCENDING)
                .limit(most)
                .get())
        .getDocuments();
  }

  <T> T await(String what, ApiFuture<T> call) {
    return calls.get(what, call);
  }

  /** Writes whole documents, whatever was there; all of them or none. */
  void putAll(String what, Map<DocumentReference, Map<String, Object>> documents) {
    if (documents.isEmpty()) {
      return; // to write nothing needs a permission of its own
    }
    WriteBatch batch = database.batch();
    documents.forEach(batch::set);
    calls.get(what, batch.commit());
  }

  /** Writes those documents that are not there yet, all in one call when none is. */
  void createAll(String what, Map<DocumentReference, Map<String, Object>> documents) {
    if (documents.isEmpty()) {
      return;
    }
    WriteBatch batch = database.batch();
    documents.forEach(batch::create);
    if (!calls.isDone(what, batch.commit())) {
      documents.forEach((document, fields) -> create(what, document, fields));
    }
  }

  boolean create(String what, DocumentReference document, Map<String, Object> fields) {
    return calls.isDone(what, document.create(fields));
  }

  /**
   * Writes the fields unless the document has been changed since, or is gone. To Firestore, a time
   * after the last change is an invalid argument rather than a precondition that does not hold.
   */
  boolean update(
      String what, DocumentReference document, Timestamp since, Map<String, Object> fields) {
    try {
      return calls.isDone(what, document.update(fields, Precondition.updatedAt(since)));
    } catch (ActionException e) {
      if (e.isRetryable() || since.equals(read(what, document).getUpdateTime())) {
        throw e;
      }
      return false;
    }
  }

  /** Reads a document, and writes what is decided on it unless another has written meanwhile. */
  <T> T change(
      String what, DocumentReference document, Function<DocumentSnapshot, Change<T>> decide) {
    long start = System.nanoTime();
    for (int attempt = 0; System.nanoTime() - start < wait.toNanos(); attempt++) {
      DocumentSnapshot before = read(what, document);
      Change<T> change = decide.apply(before);
      if (change.fields == null || write(what, before, change.fields)) {
        return change.result;
      }
      pause(what, attempt);
    }
    throw ActionException.retryable("could not " + what + " now: too many writers at once", null);
  }

  private boolean write(String what, DocumentSnapshot before, Map<String, Object> fields) {
    Timestamp since = before.getUpdateTime();
    return since == null
        ? create(what, before.getReference(), fields)
        : update(what, before.getReference(), since, fields);
  }

  private static void pause(String what, int attempt) {
    try {
      int most = Math.min(LONGEST_PAUSE_MILLIS, 5 << Math.min(attempt, 10));
      Thread.sleep(ThreadLocalRandom.current().nextInt(most) + 1L);
    } catch (InterruptedException e) {
      throw FirestoreErrors.of(what, e);
    }
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }
}
